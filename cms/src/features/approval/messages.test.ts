import { describe, expect, it } from 'vitest';
import { message, refused } from './messages';

describe('a message', () => {
  it('fills its values in', () => {
    expect(message('platform.approval.problem.required', { field: 'Title' })).toEqual({
      code: 'platform.approval.problem.required',
      values: { field: 'Title' },
      text: 'Title: is missing',
    });
  });

  it('chooses the words that a value asks for', () => {
    const text = (language: string) =>
      message('platform.approval.problem.language-missing', { language }).text;
    expect([text('bn'), text('en')]).toEqual(['There is no Bengali version', 'There is no English version']);
  });
});

describe('a refusal', () => {
  it('carries its code for a translation, and nothing that its text has not', () => {
    const error = refused('incomplete', { problems: 'Title: is missing' });
    expect(error.message).toBe('Something is missing: Title: is missing');
    expect(error).toMatchObject({
      name: 'ValidationError',
      details: { code: 'platform.approval.refused.incomplete', values: { problems: 'Title: is missing' } },
    });
  });

  it('is the same for what is not there and for what is not theirs', () => {
    expect(refused('unknown').name).toBe('NotFoundError');
  });
});
