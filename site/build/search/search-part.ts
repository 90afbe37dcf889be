import { readFileSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { isRunning, writeWhole } from '../../kernel/files.ts';
import type { FileFacts } from '../../release/file-list.ts';
import { sha256 } from '../../release/release-tree.ts';

/** A page as it was indexed. */
export interface IndexedPage {
  /** SHA-256 (hex). */
  readonly hash: string;
  /** The name under which it comes as a result; empty if it does not. */
  readonly result: string;
}

/** One part of the search index: an index of some of the pages. */
export interface IndexPart {
  /** The name of its folder: when it was made, in milliseconds, and by which process; empty for none. */
  readonly name: string;
  /** By the page, as a file in the web root. */
  readonly pages: ReadonlyMap<string, IndexedPage>;
  /** Of its pages. */
  readonly languages: ReadonlySet<string>;
  /** Its files, by their path in its folder. */
  readonly files: Readonly<Record<string, FileFacts>>;
}

export const NONE: IndexPart = { name: '', pages: new Map(), languages: new Set(), files: {} };

const storedPart = z.object({
  /** Page, hash, result. */
  pages: z.array(z.tuple([z.string(), z.string(), z.string()])),
  files: z.record(z.string(), z.object({ hash: z.string(), bytes: z.int() })),
});

let last = 0;

/** A name that no other part has, of this process or another. */
export function newName(): string {
  last = Math.max(last + 1, Date.now());
  return `${last}-${process.pid}`;
}

/** The name of what is made of a part: it counts as being of the same time. */
export function copyName({ name }: Pick<IndexPart, 'name'>): string {
  return `${name.split('-')[0]}-${process.pid}-${newName()}`;
}

/** Whether somebody may still be making what has this name, or one that begins with it. */
export function isBeingMade(name: string): boolean {
  const [, pid] = /^\d+-(\d+)/.exec(name) ?? [];
  return pid !== undefined && Number(pid) !== process.pid && isRunning(Number(pid));
}

/** Whether a part was made after another one. */
export function isNewer({ name }: IndexPart, other: IndexPart): boolean {
  return Number.parseInt(name, 10) > Number.parseInt(other.name, 10);
}

/** What a part has on disk, beside each other. */
export const namesOf = ({ name }: Pick<IndexPart, 'name'>): readonly string[] => [name, `${name}.json`];

export function newPart(name: string, pages: IndexPart['pages'], files: IndexPart['files']): IndexPart {
  // Pagefind names a result by its language first: `bn_1a2b3c4`.
  const languages = new Set([...pages.values()].flatMap(({ result }) => result.match(/^[^_]+/) ?? []));
  return { name, pages, languages, files };
}

/** @throws Error if it is not there, or is one of another version */
export async function readPart(folder: string, name: string): Promise<IndexPart> {
  if (name === '') return NONE;
  const text = await readFile(join(folder, `${name}.json`), 'utf8');
  const { pages, files } = storedPart.parse(JSON.parse(text));
  return newPart(name, new Map(pages.map(([file, hash, result]) => [file, { hash, result }])), files);
}

export async function keepPart(folder: string, { name, pages, files }: IndexPart): Promise<void> {
  const stored: z.input<typeof storedPart> = {
    pages: [...pages].map(([file, { hash, result }]) => [file, hash, result]),
    files,
  };
  await writeWhole(join(folder, `${name}.json`), JSON.stringify(stored));
}

export async function dropPart(folder: string, part: Pick<IndexPart, 'name'>): Promise<void> {
  for (const name of namesOf(part)) await rm(join(folder, name), { recursive: true, force: true });
}

/** Whether all files of a part are what they were when it was made. */
export function isWhole(folder: string, { name, files }: IndexPart): boolean {
  try {
    return Object.entries(files).every(
      ([file, { hash }]) => sha256(readFileSync(join(folder, name, file))) === hash,
    );
  } catch {
    return false;
  }
}
