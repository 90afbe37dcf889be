import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { linkOrCopy } from '../../kernel/files.ts';
import type { FileFacts } from '../../release/file-list.ts';
import { sha256 } from '../../release/release-tree.ts';
import { chunksWithout } from '../finish/text-pool.ts';
import { CborReader, encode, type Value } from '../pagefind/cbor.ts';
import { type Chunk, chunkPath, nameFor, pack, unpack } from '../pagefind/index-words.ts';

/** Takes pages out of an index that Pagefind has made: to make an archive anew takes half a minute, this a second. */

export interface RemovalTask {
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

const ENTRY = 'pagefind-entry.json';
/** Chunks that a thread is given at a time: enough to be worth waking it, few enough for all to end together. */
const AT_ONCE = 16;

/** What is in `pagefind.<language>_….pf_meta`: version, pages, chunks of words, filters, sorts, more. */
type Meta = [version: string, Page[], Range[], Filter[], sorts: never[], more: Value];
type Page = [result: string, words: number, ...more: Value[]];
/** Which words a chunk is asked for. */
type Range = [from: string, to: string, name: string];
type Filter = [filter: string, name: string];

/**
 * Writes an index as another one is, but without some pages: their texts, their words, their places in
 * filters. The other pages keep their numbers, and what does not change stays the same file.
 * The formats are Pagefind 1.6's: https://github.com/Pagefind/pagefind/tree/v1.4.0/pagefind/src/index
 * @returns the files of the new index, by their path in it
 * @throws Error if the index is not as Pagefind 1.6 writes it, or a file is missing
 */
export async function removeFromIndex({ from, files, to, results }: RemovalTask): Promise<FilesByPath> {
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
    const name = nameFor(language, bytes);
    await write(path(name), pack(bytes));
    return name;
  };

  const entry = JSON.parse((await read(ENTRY)).toString()) as {
    languages: Record<string, { hash: string; page_count: number }>;
  };
  for (const [language, facts] of Object.entries(entry.languages)) {
    const metaOf = (name: string) => `pagefind.${name}.pf_meta`;
    const [version, pages, chunks, filters, sorts, ...more] = decode(await read(metaOf(facts.hash))) as Meta;
    const gone = Uint8Array.from(pages, ([result]) => Number(results.has(result)));
    const count = gone.reduce((sum, one) => sum + one, 0);
    if (count === 0) {
      kept.add(metaOf(facts.hash));
      continue;
    }
    if (sorts.length > 0) throw new Error('An index with orders of its own is not known');

    await mkdir(join(to, 'index'), { recursive: true });
    const names = chunks.map(([, , name]) => name);
    const batches = Array.from({ length: Math.ceil(names.length / AT_ONCE) }, (_, at) =>
      chunksWithout({ from, to, language, names: names.slice(at * AT_ONCE, (at + 1) * AT_ONCE), gone }),
    );
    // After one that failed the others would still write into a folder that is being removed.
    await Promise.allSettled(batches);
    const left = (await Promise.all(batches)).flat();
    for (const [index, { name, file, count: words }] of left.entries()) {
      if (file || words === 0) kept.delete(chunkPath(names[index] ?? ''));
      if (file) made[chunkPath(name)] = file;
    }
    const filterOf = (name: string) => `filter/${name}.pf_filter`;
    const newFilters: Filter[] = [];
    for (const [filter, name] of filters) {
      const [, values] = decode(await read(filterOf(name))) as [string, [string, number[]][]];
      const without = values.map(([value, numbers]): [string, number[]] => [
        value,
        numbers.filter((number) => !gone[number]),
      ]);
      const some = without.filter(([, numbers]) => numbers.length > 0);
      newFilters.push([filter, await writeNamed(language, filterOf, encode([filter, some]))]);
    }
    const newPages = pages.map(([result, words, ...rest], number): Page => {
      return gone[number] ? ['', 0, ...rest] : [result, words, ...rest];
    });
    const some = left.filter((chunk) => chunk.count > 0);
    const meta: Value[] = [version, newPages, boundariesOf(some), newFilters, sorts, ...more];
    facts.hash = await writeNamed(language, metaOf, encode(meta));
    facts.page_count -= count;
  }
  for (const result of results) kept.delete(`fragment/${result}.pf_fragment`);
  for (const file of kept) {
    linkOrCopy(join(from, file), join(to, file));
    made[file] = files[file] as FileFacts;
  }
  await write(ENTRY, Buffer.from(JSON.stringify(entry)));
  return made;
}

/** Which words each chunk is asked for: as much of its first and last one as tells it from its neighbours. */
function boundariesOf(chunks: readonly Chunk[]): Range[] {
  return chunks.map(({ first, last, name }, index): Range => {
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

function decode(file: Uint8Array): Value {
  return new CborReader(unpack(file)).value();
}
