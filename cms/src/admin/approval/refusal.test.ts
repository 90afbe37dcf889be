import { describe, expect, it } from 'vitest';
import { Refused, refusalIn } from './refusal';

describe('what a failed request says', () => {
  it('is the server’s message with the code of its translation', () => {
    const details = { code: 'platform.approval.refused.own-work', values: { count: 2 } };
    expect(refusalIn({ name: 'PolicyError', status: 403, message: 'You wrote this.', details })).toEqual({
      text: 'You wrote this.',
      code: details.code,
      values: details.values,
    });
  });

  it('is the message alone where there is no code', () => {
    expect(refusalIn({ status: 400, message: 'No.', details: {} })).toMatchObject({
      text: 'No.',
      code: undefined,
    });
    expect(refusalIn(new Refused('Not these two.'))).toMatchObject({ text: 'Not these two.' });
  });

  it('is that the server cannot be reached where there was no answer', () => {
    expect(refusalIn({ name: 'TypeError', message: 'Failed to fetch' })).toBe('offline');
  });

  it('is nothing for a fault of the server, whose words help nobody', () => {
    expect(refusalIn({ status: 500, message: 'Internal Server Error' })).toBeUndefined();
    expect(refusalIn(undefined)).toBeUndefined();
  });
});
