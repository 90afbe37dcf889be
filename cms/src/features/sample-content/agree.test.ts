import path from 'node:path';
import { type Fields, types } from 'content-types';
import { expect, it } from 'vitest';
import { readSampleContent } from './read';

type Values = Record<string, unknown>;

/** The paths of shared fields in which two languages of a sample differ. */
function differing(fields: Fields, one: Values, other: Values, at: string): string[] {
  return Object.entries(fields).flatMap(([name, { shared, attribute, components: [component] = [] }]) => {
    const here = `${at} ${name}`;
    if (shared) return JSON.stringify(one[name]) === JSON.stringify(other[name]) ? [] : [here];
    if (attribute.type !== 'component' || !component) return [];
    const [mine, theirs] = [one[name], other[name]].map((value) => [value ?? []].flat());
    if (mine?.length !== theirs?.length) return [here];
    return (mine ?? []).flatMap((part, index) =>
      typeof part === 'object'
        ? differing(component.fields, part as Values, theirs?.[index] as Values, `${here} ${index}`)
        : [],
    );
  });
}

it('says the same in both languages in every field that is shared, and has as many parts', async () => {
  const samples = await readSampleContent(path.resolve(import.meta.dirname, '../../../sample-content'));
  const both = samples.filter(({ versions }) => versions.bn && versions.en);
  expect(both.length).toBeGreaterThan(300);
  expect(
    both.flatMap(({ type, key, versions }) =>
      differing(types[type].fields, versions.bn ?? {}, versions.en ?? {}, `${type} ${key}`),
    ),
  ).toEqual([]);
});
