import { types } from 'content-types';
import { describe, expect, it } from 'vitest';
import { nameOfType, namesOfField, namesOfPath } from './labels';

const { fields } = types.programme;

describe('the name of a place in an entry', () => {
  it('is the label of the form, in the reader’s language', () => {
    expect(namesOfPath('programme', [{ field: 'summary' }], 'bn')).toEqual([
      { label: fields.summary.label.bn },
    ]);
    expect(namesOfField('programme', 'summary', 'en')).toEqual([{ label: fields.summary.label.en }]);
  });

  it('counts from one', () => {
    const [benefits, inner] = namesOfPath(
      'programme',
      [{ field: 'benefits', component: 'programme.benefit', index: 0 }, { field: 'kind' }],
      'en',
    );
    expect(benefits).toEqual({ label: fields.benefits.label.en, number: 1 });
    expect(inner?.label).not.toBe('kind');
  });

  it('says which kind of part stands in a place for several kinds', () => {
    const names = namesOfPath('story', [{ field: 'body', component: 'shared.figure', index: 2 }], 'en');
    expect(names).toHaveLength(2);
    expect(names[1]?.number).toBe(3);
  });

  it('is found from the path that a problem names', () => {
    expect(namesOfField('story', 'body.2.image', 'en').map(({ number }) => number)).toEqual([3, undefined]);
  });

  it('stays readable for a field that the model no longer has', () => {
    expect(namesOfPath('programme', [{ field: 'gone' }], 'en')).toEqual([{ label: 'gone' }]);
    expect(nameOfType('gone', 'en')).toBe('gone');
  });
});
