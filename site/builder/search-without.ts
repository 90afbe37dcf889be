import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import * as zlib from 'node:zlib';
import { arrayHead, CborReader, encode, type Value } from './cbor.ts';
import type { FileFacts } from './file-list.ts';
import { forEach, linkOrCopy } from './files.ts';
import { sha256 } from './release-tree.ts';

/** Takes pages out of an index that Pagefind has made: to make an archive anew takes half a minute, this a second. */

export interface WithoutTask {
  /** The folder of the index. */
  readonly from: string;
  /** Its files, by their path in it. */
  readonly files: Readonly<Record<string, FileFacts>>;
  /** The folder that the other one is written into. */
  readonly to: string;
  /** The names under which the pages come as results. */
  readonly results: ReadonlySet<string>;
}

type FilesByPath = Record<string, FileFacts>;

/** What every file of Pagefind's begins with, once it is unpacked. */
const SIGNATURE = Buffer.from('pagefind_dcd');
const ENTRY = 'pagefind-entry.json';
/** Characters of a name that follows from a file's content. */
const NAME = 10;
/** Half the time of the best for a tenth more bytes, until the archive is made anew. */
const LEVEL = 4;
/** Chunks unpacked or packed at the same time, which other threads do. */
const AT_ONCE = 6;
const gunzip = promisify(zlib.gunzip);
const gzip: (bytes: Uint8Array, options: zlib.ZlibOptions) => Promise<Buffer> = promisify(zlib.gzip);

/** What is in `pagefind.<language>_….pf_meta`: version, pages, chunks of words, filters, sorts, more. */
type Meta = [version: string, Page[], Chunk[], Filter[], sorts: never[], more: Value];
type Page = [result: string, words: number, ...more: Value[]];
type Chunk = [from: string, to: string, name: string];
type Filter = [filter: string, name: string];

/**
 * Writes an index as another one is, but without some pages: their texts, their words, their places in
 * filters. The other pages keep their numbers, and what does not change stays the same file.
 * The formats are Pagefind 1.6's: https://github.com/Pagefind/pagefind/tree/v1.4.0/pagefind/src/index
 * @returns the files of the new index, by their path in it
 * @throws Error if the index is not as Pagefind 1.6 writes it, or a file is missing
 */
export async function indexWithout({ from, files, to, results }: WithoutTask): Promise<FilesByPath> {
  const kept = new Set(Object.keys(files));
  const made: FilesByPath = {};
  const read = (file: string) => {
    kept.delete(file);
    return readFile(join(from, file));
  };
  const write = async (file: string, bytes: Uint8Array) => {
    await mkdir(dirname(join(to, file)), { recursive: true });
    await writeFile(join(to, file), bytes);
    made[file] = { hash: sha256(bytes), bytes: bytes.length };
  };
  /** Writes a file under a name that follows from its content. @returns the name */
  const writeNamed = async (language: string, path: (name: string) => string, bytes: Uint8Array) => {
    const name = `${language}_${sha256(bytes).slice(0, NAME)}`;
    await write(path(name), await gzip(Buffer.concat([SIGNATURE, bytes]), { level: LEVEL }));
    return name;
  };

  const entry = JSON.parse((await read(ENTRY)).toString()) as {
    languages: Record<string, { hash: string; page_count: number }>;
  };
  for (const [language, facts] of Object.entries(entry.languages)) {
    const metaOf = (name: string) => `pagefind.${name}.pf_meta`;
    const [version, pages, chunks, filters, sorts, ...more] = (await decode(
      await read(metaOf(facts.hash)),
    )) as Meta;
    const gone = new Set(pages.flatMap(([result], number) => (results.has(result) ? [number] : [])));
    if (gone.size === 0) {
      kept.add(metaOf(facts.hash));
      continue;
    }
    if (sorts.length > 0) throw new Error('An index with orders of its own is not known');

    const chunkOf = (name: string) => `index/${name}.pf_index`;
    const left: NamedWords[] = [];
    await forEach(
      chunks.entries(),
      async ([index, [, , name]]) => {
        const words = wordsWithout(await unpack(await read(chunkOf(name))), gone);
        if (!words.bytes) kept.add(chunkOf(name));
        const newName = words.bytes && words.count > 0 && (await writeNamed(language, chunkOf, words.bytes));
        left[index] = { ...words, name: newName || name };
      },
      AT_ONCE,
    );
    const filterOf = (name: string) => `filter/${name}.pf_filter`;
    const newFilters: Filter[] = [];
    for (const [filter, name] of filters) {
      const [, values] = (await decode(await read(filterOf(name)))) as [string, [string, number[]][]];
      const without = values.map(([value, numbers]): [string, number[]] => [
        value,
        numbers.filter((number) => !gone.has(number)),
      ]);
      const some = without.filter(([, numbers]) => numbers.length > 0);
      newFilters.push([filter, await writeNamed(language, filterOf, encode([filter, some]))]);
    }
    const newPages = pages.map(([result, words, ...rest], number): Page => {
      return gone.has(number) ? ['', 0, ...rest] : [result, words, ...rest];
    });
    const some = left.filter(({ count }) => count > 0);
    const meta: Value[] = [version, newPages, boundariesOf(some), newFilters, sorts, ...more];
    facts.hash = await writeNamed(language, metaOf, encode(meta));
    facts.page_count -= gone.size;
  }
  for (const result of results) kept.delete(`fragment/${result}.pf_fragment`);
  for (const file of kept) {
    linkOrCopy(join(from, file), join(to, file));
    made[file] = files[file] as FileFacts;
  }
  await write(ENTRY, Buffer.from(JSON.stringify(entry)));
  return made;
}

/** A chunk of words without some pages. */
interface Words {
  /** Undefined if nothing is different. */
  readonly bytes: Uint8Array | undefined;
  readonly count: number;
  /** The first and the last word that it has. */
  readonly first: string;
  readonly last: string;
}

type NamedWords = Words & { readonly name: string };

/**
 * A chunk is a list of words, in it alone: `[word, pages, variants]`, where a variant is the same with its
 * accents, `[variant, pages]`, and a page is `[its number since the one before, places, places]`.
 */
function wordsWithout(bytes: Uint8Array, gone: ReadonlySet<number>): Words {
  const reader = new CborReader(bytes);
  expectLength(reader, 1);
  const all = reader.array();
  const kept: Uint8Array[] = [];
  let [count, isSame] = [0, true];
  let [first, last] = [0, 0];
  for (let index = 0; index < all; index += 1) {
    const start = reader.at;
    const word = wordWithout(reader, gone);
    if (word !== 'same') isSame = false;
    if (word === undefined) continue;
    kept.push(...(word === 'same' ? [bytes.subarray(start, reader.at)] : word));
    if (count === 0) first = start;
    last = start;
    count += 1;
  }
  const wordAt = (start: number) => {
    reader.at = start;
    expectLength(reader, 3);
    return reader.text();
  };
  return {
    bytes: isSame ? undefined : Buffer.concat([arrayHead(1), arrayHead(count), ...kept]),
    count,
    first: count > 0 ? wordAt(first) : '',
    last: count > 0 ? wordAt(last) : '',
  };
}

/** Reads a word. @returns its bytes where they are others now; undefined if no page is left that has it */
function wordWithout(
  reader: CborReader,
  gone: ReadonlySet<number>,
): readonly Uint8Array[] | 'same' | undefined {
  const start = reader.at;
  expectLength(reader, 3);
  reader.skip();
  const word = reader.bytes.subarray(start, reader.at);
  const pages = pagesWithout(reader, gone);
  const variants: Uint8Array[] = [];
  const all = reader.array();
  let [left, isSame] = [0, pages.isSame];
  for (let index = 0; index < all; index += 1) {
    const from = reader.at;
    expectLength(reader, 2);
    reader.skip();
    const variant = reader.bytes.subarray(from, reader.at);
    const own = pagesWithout(reader, gone);
    isSame &&= own.isSame;
    if (own.count === 0) continue;
    variants.push(variant, ...own.bytes());
    left += 1;
  }
  if (isSame) return 'same';
  return pages.count + left > 0 ? [word, ...pages.bytes(), arrayHead(left), ...variants] : undefined;
}

interface Pages {
  readonly isSame: boolean;
  readonly count: number;
  readonly bytes: () => readonly Uint8Array[];
}

/** Reads a list of pages. */
function pagesWithout(reader: CborReader, gone: ReadonlySet<number>): Pages {
  const start = reader.at;
  const all = reader.array();
  let [number, lost] = [0, 0];
  for (let index = 0; index < all; index += 1) {
    expectLength(reader, 3);
    number += reader.number();
    if (gone.has(number)) lost += 1;
    reader.skip();
    reader.skip();
  }
  const end = reader.at;
  const count = all - lost;
  if (lost === 0) return { isSame: true, count, bytes: () => [reader.bytes.subarray(start, end)] };
  return {
    isSame: false,
    count,
    bytes: () => rewritten(new CborReader(reader.bytes.subarray(start, end)), count, gone),
  };
}

function rewritten(reader: CborReader, count: number, gone: ReadonlySet<number>): Uint8Array[] {
  const bytes = [arrayHead(count)];
  let [number, before] = [0, 0];
  for (let rest = reader.array(); rest > 0; rest -= 1) {
    expectLength(reader, 3);
    number += reader.number();
    const places = reader.at;
    reader.skip();
    reader.skip();
    if (gone.has(number)) continue;
    bytes.push(arrayHead(3), encode(number - before), reader.bytes.subarray(places, reader.at));
    before = number;
  }
  return bytes;
}

/** Which words each chunk is asked for: as much of its first and last one as tells it from its neighbours. */
function boundariesOf(chunks: readonly NamedWords[]): Chunk[] {
  return chunks.map(({ first, last, name }, index) => {
    const [before, after] = [chunks[index - 1]?.last, chunks[index + 1]?.first];
    const from = before === undefined ? first : telling(first, before);
    return [from, after === undefined ? last : telling(last, after), name];
  });
}

function telling(word: string, other: string): string {
  const [characters, others] = [[...word], [...other]];
  const different = characters.findIndex((character, index) => character !== others[index]);
  return different < 0 ? word : characters.slice(0, different + 1).join('');
}

function expectLength(reader: CborReader, length: number): void {
  const found = reader.array();
  if (found !== length)
    throw new Error(`An index with ${found} values instead of ${length} at ${reader.at} is not known`);
}

async function decode(file: Uint8Array): Promise<Value> {
  return new CborReader(await unpack(file)).value();
}

async function unpack(file: Uint8Array): Promise<Uint8Array> {
  const bytes: Buffer = await gunzip(file);
  if (!bytes.subarray(0, SIGNATURE.length).equals(SIGNATURE)) throw new Error('A file is not Pagefind’s');
  return bytes.subarray(SIGNATURE.length);
}
