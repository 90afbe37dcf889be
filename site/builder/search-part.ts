import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { writeWhole } from './files.ts';
import type { FileFacts } from './release-tree.ts';

/** A page as it was indexed. */
export interface IndexedPage {
  /** SHA-256 (hex). */
  readonly hash: string;
  /** The name under which it comes as a result; empty if it does not. */
  readonly result: string;
}

/** One part of the search index: an index of some of the pages. */
export interface Part {
  /** A number of its own; of two parts the one with the larger number was made later. 0: none yet. */
  readonly made: number;
  /** By the page, as a file in the web root. */
  readonly pages: ReadonlyMap<string, IndexedPage>;
  /** Of its pages. */
  readonly languages: ReadonlySet<string>;
  /** Its files, by their path in its folder. */
  readonly files: Readonly<Record<string, FileFacts>>;
}

export const NONE: Part = { made: 0, pages: new Map(), languages: new Set(), files: {} };

const storedPart = z.object({
  /** Page, hash, result. */
  pages: z.array(z.tuple([z.string(), z.string(), z.string()])),
  files: z.record(z.string(), z.object({ hash: z.string(), bytes: z.int() })),
});

/** The names that a part has among the others on disk: its folder, and what is known of it. */
export const namesOf = (made: number) => [`${made}`, `${made}.json`] as const;

export function newPart(made: number, pages: Part['pages'], files: Part['files']): Part {
  // Pagefind names a result by its language first: `bn_1a2b3c4`.
  const languages = new Set([...pages.values()].flatMap(({ result }) => result.match(/^[^_]+/) ?? []));
  return { made, pages, languages, files };
}

/** @throws Error if it is not there, or is one of another version */
export async function readPart(folder: string, made: number): Promise<Part> {
  if (made === 0) return NONE;
  const text = await readFile(join(folder, namesOf(made)[1]), 'utf8');
  const { pages, files } = storedPart.parse(JSON.parse(text));
  return newPart(made, new Map(pages.map(([file, hash, result]) => [file, { hash, result }])), files);
}

export async function keepPart(folder: string, { made, pages, files }: Part): Promise<void> {
  const stored: z.input<typeof storedPart> = {
    pages: [...pages].map(([file, { hash, result }]) => [file, hash, result]),
    files,
  };
  await writeWhole(join(folder, namesOf(made)[1]), JSON.stringify(stored));
}

export async function dropPart(folder: string, made: number): Promise<void> {
  for (const name of namesOf(made)) await rm(join(folder, name), { recursive: true, force: true });
}
