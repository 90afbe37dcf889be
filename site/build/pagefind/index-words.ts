import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import type { FileFacts } from '../../release/file-list.ts';
import { sha256 } from '../../release/release-tree.ts';
import { CborReader, CborWriter } from './cbor.ts';

/** What every file of Pagefind's begins with, once it is unpacked. */
const SIGNATURE = Buffer.from('pagefind_dcd');
/** Characters of a name that follows from a file's content. */
const NAME = 10;
/** A third of the time of the best for a sixth more bytes, until the archive is made anew. */
const LEVEL = 2;

/** Pages that are taken out, by their number in the index: 1 for each that is. */
type GonePages = Uint8Array;

export interface ChunksTask {
  /** The folder of the index, and that which the other one is written into. */
  readonly from: string;
  readonly to: string;
  readonly language: string;
  /** Chunks by their names. */
  readonly names: readonly string[];
  readonly gone: GonePages;
}

/** A chunk of words from which pages were taken. */
export interface Chunk {
  /** The one before if nothing is different. */
  readonly name: string;
  /** How many words are left. */
  readonly count: number;
  /** The first and the last of them. */
  readonly first: string;
  readonly last: string;
  /** Of the new file; undefined if there is none. */
  readonly file?: FileFacts;
}

type Words = Pick<Chunk, 'count' | 'first' | 'last'> & { readonly bytes: Uint8Array | undefined };

export const chunkPath = (name: string) => `index/${name}.pf_index`;

/**
 * Takes pages out of chunks of words and writes those that are others then under names of their own.
 * @throws Error if one is not as Pagefind 1.6 writes it, or of the file system
 */
export function chunksWithout({ from, to, language, names, gone }: ChunksTask): Chunk[] {
  return names.map((name) => {
    const { bytes, ...words } = wordsWithout(unpack(readFileSync(join(from, chunkPath(name)))), gone);
    if (!bytes || words.count === 0) return { ...words, name };
    const newName = nameFor(language, bytes);
    const packed = pack(bytes);
    writeFileSync(join(to, chunkPath(newName)), packed);
    return { ...words, name: newName, file: { hash: sha256(packed), bytes: packed.length } };
  });
}

/** The name of a file of an index, which follows from what is in it. */
export function nameFor(language: string, bytes: Uint8Array): string {
  return `${language}_${sha256(bytes).slice(0, NAME)}`;
}

export function pack(bytes: Uint8Array): Buffer {
  return gzipSync(Buffer.concat([SIGNATURE, bytes]), { level: LEVEL });
}

/** @throws Error if it is no file of Pagefind's */
export function unpack(file: Uint8Array): Uint8Array {
  const bytes = gunzipSync(file);
  if (!bytes.subarray(0, SIGNATURE.length).equals(SIGNATURE)) throw new Error('A file is not Pagefind’s');
  return bytes.subarray(SIGNATURE.length);
}

/**
 * A chunk is a list of words, in it alone: `[word, pages, variants]`, where a variant is the same with its
 * accents, `[variant, pages]`, and a page is `[its number since the one before, places, places]`.
 */
function wordsWithout(bytes: Uint8Array, gone: GonePages): Words {
  const reader = new CborReader(bytes);
  expectLength(reader, 1);
  const all = reader.array();
  const writer = new CborWriter(bytes.length);
  let count = 0;
  let [first, last] = [0, 0];
  /** Where the words begin that are all as they were. */
  let same = reader.at;
  for (let index = 0; index < all; index += 1) {
    const start = reader.at;
    if (passWord(reader, gone)) {
      const end = reader.at;
      writer.copy(bytes, same, start);
      same = end;
      reader.at = start;
      const isLeft = writeWord(reader, writer, gone);
      reader.at = end;
      if (!isLeft) continue;
    }
    if (count === 0) first = start;
    last = start;
    count += 1;
  }
  const isSame = writer.at === 0 && count === all;
  writer.copy(bytes, same, reader.at);
  const head = new CborWriter(0);
  head.array(1);
  head.array(count);
  const wordAt = (start: number) => {
    reader.at = start;
    expectLength(reader, 3);
    return reader.text();
  };
  return {
    bytes: isSame ? undefined : Buffer.concat([head.written, writer.written]),
    count,
    first: count > 0 ? wordAt(first) : '',
    last: count > 0 ? wordAt(last) : '',
  };
}

/** Passes over a word. @returns whether it is in a page that is taken out */
function passWord(reader: CborReader, gone: GonePages): boolean {
  expectLength(reader, 3);
  reader.skip();
  let isTouched = passPages(reader, gone);
  for (let rest = reader.array(); rest > 0; rest -= 1) {
    expectLength(reader, 2);
    reader.skip();
    if (passPages(reader, gone)) isTouched = true;
  }
  return isTouched;
}

function passPages(reader: CborReader, gone: GonePages): boolean {
  let isTouched = false;
  let number = 0;
  for (let rest = reader.array(); rest > 0; rest -= 1) {
    expectLength(reader, 3);
    number += reader.number();
    if (gone[number]) isTouched = true;
    reader.skip(2);
  }
  return isTouched;
}

/** Writes what is left of a word. @returns whether there is anything: any page that has it */
function writeWord(reader: CborReader, writer: CborWriter, gone: GonePages): boolean {
  const before = writer.at;
  expectLength(reader, 3);
  writer.array(3);
  copyNext(reader, writer);
  let count = writePages(reader, writer, gone);
  const variants = reader.at;
  let left = 0;
  for (let rest = reader.array(); rest > 0; rest -= 1) {
    expectLength(reader, 2);
    reader.skip();
    if (countPages(reader, gone) > 0) left += 1;
  }
  writer.array(left);
  reader.at = variants;
  for (let rest = reader.array(); rest > 0; rest -= 1) {
    const start = writer.at;
    expectLength(reader, 2);
    writer.array(2);
    copyNext(reader, writer);
    const own = writePages(reader, writer, gone);
    if (own === 0) writer.at = start;
    count += own;
  }
  if (count === 0) writer.at = before;
  return count > 0;
}

function copyNext(reader: CborReader, writer: CborWriter): void {
  const start = reader.at;
  reader.skip();
  writer.copy(reader.bytes, start, reader.at);
}

/** Passes over a list of pages. @returns how many of them are left */
function countPages(reader: CborReader, gone: GonePages): number {
  let [number, count] = [0, 0];
  for (let rest = reader.array(); rest > 0; rest -= 1) {
    expectLength(reader, 3);
    number += reader.number();
    if (!gone[number]) count += 1;
    reader.skip(2);
  }
  return count;
}

/** Writes what is left of a list of pages. @returns how many are */
function writePages(reader: CborReader, writer: CborWriter, gone: GonePages): number {
  const start = reader.at;
  const count = countPages(reader, gone);
  reader.at = start;
  writer.array(count);
  let [number, before] = [0, 0];
  for (let rest = reader.array(); rest > 0; rest -= 1) {
    expectLength(reader, 3);
    number += reader.number();
    const places = reader.at;
    reader.skip(2);
    if (gone[number]) continue;
    writer.array(3);
    writer.number(number - before);
    writer.copy(reader.bytes, places, reader.at);
    before = number;
  }
  return count;
}

function expectLength(reader: CborReader, length: number): void {
  const found = reader.array();
  if (found !== length) {
    throw new Error(`An index with ${found} values instead of ${length} at ${reader.at} is not known`);
  }
}
