import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { filesBelow } from '../../kernel/files.ts';
import type { FileFacts } from '../../release/file-list.ts';
import { sha256 } from '../../release/release-tree.ts';
import { indexPages } from '../../src/search/index.ts';
import { CborReader, encode, type Value } from '../pagefind/cbor.ts';
import { removeFromIndex } from './remove-from-index.ts';

/** Real indexes of Pagefind: one without a page from the start, and one from which it was taken. */

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'without-'));
});
afterEach(() => rm(folder, { recursive: true }));

/** Words of a language that are the same in each page, and some of a page's own, in accents too. */
function textOf(page: number, language: string): string {
  const own = language === 'bn' ? 'ভাতা নিজস্ব' : 'allowance café';
  const words = Array.from(
    { length: 400 },
    (_, word) => `${own}${page} shared${word} word${(word * page) % 97}`,
  );
  return `<h1>Page ${page}</h1><p data-pagefind-filter="type:kind${page % 3}">${words.join(' ')}</p>`;
}

/** Indexes pages 1 to 30 of both languages, but for some. */
async function indexed(name: string, without: readonly number[] = []): Promise<Record<string, string>> {
  const files: Record<string, string> = {};
  for (let page = 1; page <= 30; page += 1) {
    if (without.includes(page)) continue;
    for (const language of ['bn', 'en']) {
      const file = `${language === 'en' ? 'en/' : ''}p${page}/index.html`;
      const path = join(folder, `${name}-pages`, file);
      await mkdir(dirname(path), { recursive: true });
      const main = `<main data-pagefind-body>${textOf(page, language)}</main>`;
      await writeFile(path, `<html lang="${language}">${main}</html>`);
      files[file] = path;
    }
  }
  return indexPages(files, join(folder, name));
}

async function filesOf(name: string): Promise<Record<string, FileFacts>> {
  const facts: Record<string, FileFacts> = {};
  for (const file of await filesBelow(join(folder, name))) {
    const bytes = await readFile(join(folder, name, file));
    facts[file] = { hash: sha256(bytes), bytes: bytes.length };
  }
  return facts;
}

/** What an index says, with pages by their names instead of numbers. */
async function saidBy(name: string) {
  const read = async (file: string) => {
    const bytes = gunzipSync(await readFile(join(folder, name, file)));
    return new CborReader(bytes.subarray('pagefind_dcd'.length)).value() as never;
  };
  const entry = JSON.parse(await readFile(join(folder, name, 'pagefind-entry.json'), 'utf8'));
  const said: Record<string, unknown> = {};
  for (const [language, { hash, page_count }] of Object.entries<{ hash: string; page_count: number }>(
    entry.languages,
  )) {
    const meta: [string, [string, number][], [string, string, string][], [string, string][], ...Value[]] =
      await read(`pagefind.${hash}.pf_meta`);
    const [version, pages, chunks, filters, ...more] = meta;
    const placed = (list: [number, ...Value[]][]) => {
      let number = 0;
      return list.map(([delta, ...places]) => {
        number += delta;
        return [pages[number]?.[0], ...places];
      });
    };
    const words: unknown[] = [];
    for (const [from, to, chunk] of chunks) {
      const [list]: [[string, [number][], [string, [number][]][]][]] = await read(`index/${chunk}.pf_index`);
      const [first, last] = [list[0]?.[0] ?? '', list.at(-1)?.[0] ?? ''];
      // Who asks for a word gets the chunk that has it.
      expect(first.startsWith(from) && last.startsWith(to)).toBe(true);
      for (const [word, own, variants] of list) {
        words.push([word, placed(own), variants.map(([variant, its]) => [variant, placed(its)])]);
      }
    }
    const filtered: unknown[] = [];
    for (const [, filter] of filters) {
      const [what, values]: [string, [string, number[]][]] = await read(`filter/${filter}.pf_filter`);
      filtered.push([what, values.map(([value, numbers]) => [value, numbers.map((one) => pages[one]?.[0])])]);
    }
    const known = pages.filter(([result]) => result !== '');
    said[language] = { version, page_count, pages: known, words, filtered, more, chunks: chunks.length };
  }
  return said;
}

it('is what Pagefind makes of the other pages', async () => {
  const gone = [1, 17, 30];
  const results = await indexed('all');
  await indexed('others', gone);
  const taken = new Set(
    Object.entries(results).flatMap(([file, result]) =>
      gone.some((page) => file.endsWith(`p${page}/index.html`)) ? [result] : [],
    ),
  );
  const files = await filesOf('all');
  const made = await removeFromIndex({
    from: join(folder, 'all'),
    files,
    to: join(folder, 'taken'),
    results: taken,
  });
  expect(made).toEqual(await filesOf('taken'));
  expect(await saidBy('taken')).toEqual(await saidBy('others'));
  const fragments = (all: object) => Object.keys(all).filter((file) => file.startsWith('fragment/'));
  expect(fragments(made).sort()).toEqual(fragments(await filesOf('others')).sort());
  // What did not change keeps its name, and what did has another.
  for (const [file, { hash }] of Object.entries(made)) {
    if (file !== 'pagefind-entry.json') expect(files[file]?.hash ?? hash).toBe(hash);
  }
});

it('refuses an index that it does not know', async () => {
  const results = new Set(Object.values(await indexed('all')).slice(0, 1));
  const [meta = ''] = (await filesBelow(join(folder, 'all'))).filter((file) => file.endsWith('.pf_meta'));
  await writeFile(join(folder, 'all', meta), 'other');
  const task = { from: join(folder, 'all'), files: await filesOf('all'), to: join(folder, 'taken'), results };
  await expect(removeFromIndex(task)).rejects.toThrow();
});

it.each([
  [0],
  [23],
  [24],
  [255],
  [256],
  [65_535],
  [65_536],
  [4_294_967_295],
  [-1],
  [-25],
  [-300],
  [''],
  ['ভাতা'.repeat(100)],
  [[]],
  [[1, ['x', -5], []]],
])('reads what it writes: %j', (value: Value) => {
  expect(new CborReader(encode(value)).value()).toEqual(value);
  const reader = new CborReader(Buffer.concat([encode(value), encode('end')]));
  reader.skip();
  expect(reader.text()).toBe('end');
});
