import { allTypes, sections } from 'content-types';
import { expect, it } from 'vitest';
import { bn } from './bn.ts';
import { en } from './en.ts';
import { translator } from './index.ts';

it('has the same strings in both languages, with the same values to fill in', () => {
  expect(Object.keys(bn).sort()).toEqual(Object.keys(en).sort());
  const values = (text: string) => [...text.matchAll(/{{(\w+)/g)].map(([, name]) => name).sort();
  for (const key of Object.keys(en) as (keyof typeof en)[]) {
    expect([key, values(bn[key])]).toEqual([key, values(en[key])]);
  }
});

it('keeps Latin letters out of Bengali and Bengali out of English, but for names', () => {
  const names = new Set(['site.language', 'site.feed', 'ministry.feed']);
  const fixed = (text: string) => text.replaceAll(/{{.*?}}/g, '');
  for (const key of Object.keys(en) as (keyof typeof en)[]) {
    if (names.has(key)) continue;
    expect([key, /\p{Script=Latin}/u.test(fixed(bn[key]))]).toEqual([key, false]);
    expect([key, /\p{Script=Bengali}/u.test(fixed(en[key]))]).toEqual([key, false]);
  }
});

it('writes numbers in the digits of the language and chooses the plural form', () => {
  expect(translator('bn')('ministry.programmes', { count: 12 })).toBe('১২টি কর্মসূচি');
  expect(translator('en')('ministry.programmes', { count: 1 })).toBe('1 programme');
  expect(translator('en')('ministry.programmes', { count: 1200 })).toBe('1,200 programmes');
  expect(translator('bn')('course.lesson', { number: 2, count: 6 })).toContain('২');
});

it('has the words that the presentations of types ask for', () => {
  const asked = allTypes.flatMap(({ name, fields, presentation }) =>
    (presentation?.line ?? []).flatMap((part) => {
      if (typeof part !== 'string')
        return 'words' in part ? [`${part.words}_one`, `${part.words}_other`] : [];
      const values = fields[part]?.attribute.enum as readonly string[] | undefined;
      return (values ?? []).map((value) => `${name}.${value}`);
    }),
  );
  const lists = sections.flatMap((type) => [`${type}.all`, `${type}.intro`]);
  expect(asked).toContain('meeting.notice');
  expect([...asked, ...lists].filter((key) => !(key in en))).toEqual([]);
});
