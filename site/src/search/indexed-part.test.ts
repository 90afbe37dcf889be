import { expect, it } from 'vitest';
import { indexedPart } from './indexed-part.ts';

const page = (main: string, around = '') =>
  `<html lang="bn"><head><title>${around}</title></head><body><nav>${around}</nav>${main}<p>${around}</p></body></html>`;

it('is the part of a page that is indexed, whatever stands around it', () => {
  const main = '<main data-pagefind-body><h1>ভাতা</h1><p>টাকা</p></main>';
  expect(indexedPart(page(main, 'one'))).toBe(indexedPart(page(main, 'another')));
  expect(indexedPart(page(main))).toContain('<h1>ভাতা</h1>');
});

it('leaves out what the index ignores, however deep it is', () => {
  const main = (stories: string) =>
    `<main data-pagefind-body><p>ভাতা</p><div><div data-pagefind-ignore><ul>${stories}</ul></div></div></main>`;
  expect(indexedPart(page(main('<li>a story</li>')))).toBe(indexedPart(page(main(''))));
});

it('differs with each word, filter and name of a kind', () => {
  const main = (filter: string, word: string) =>
    page(`<main data-pagefind-body><p data-pagefind-filter="type:${filter}">${word}</p></main>`);
  expect(new Set(['a', 'b'].flatMap((one) => [main(one, 'x'), main('x', one)].map(indexedPart))).size).toBe(
    4,
  );
});

it('is empty for a page that is not to be found', () => {
  expect(indexedPart(page('<main><h1>ভাতা</h1></main>'))).toBe('');
});

it('bears pages that are nested deeper than calls can be', () => {
  const deep = '<b>'.repeat(20_000);
  expect(indexedPart(`<main data-pagefind-body>${deep}ভাতা</main>`).length).toBeGreaterThan(60_000);
});
