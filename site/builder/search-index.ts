import { fork } from 'node:child_process';
import { createHash } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { setPriority } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { FileFacts } from './release-tree.ts';

/** What the process that indexes is asked. */
export interface IndexTask {
  readonly site: string;
  readonly files: readonly string[];
  readonly output: string;
}

/** One part of the search index: some of the pages, always the same ones while there are as many parts. */
export interface IndexPart {
  /** Where it is kept. */
  readonly folder: string;
  /** The names under which results come, by the page as a file in the web root. */
  readonly results: Readonly<Record<string, string>>;
  /** Its files, by their path in the folder. */
  readonly files: Readonly<Record<string, FileFacts>>;
}

/** What the process that indexes answers. */
export type IndexAnswer = Pick<IndexPart, 'results' | 'files'> | { readonly error: string };

/** Pages in one part: Pagefind needs some seconds and a gigabyte for as many. */
const LARGEST = 5000;
/** Of the operating system: whatever visitors and editors wait for goes first. */
const LOW = 5;

/** Into how many parts a site of so many findable pages is divided: a power of 2, so that it seldom changes. */
export function partsOf(pages: number): number {
  return 2 ** Math.max(0, Math.ceil(Math.log2(pages / LARGEST)));
}

/** The part that a page is in; a page's two languages are in the same. */
export function partOf(file: string, parts: number): number {
  if (parts === 1) return 0;
  const path = file.replace(/^en\//, '');
  const place = places.get(path) ?? createHash('sha256').update(path).digest().readUInt32BE();
  places.set(path, place);
  return place % parts;
}

const places = new Map<string, number>();

/**
 * Indexes these pages of a site in a process of its own.
 * @throws Error if it fails; the signal's reason when it is aborted
 */
export async function indexPart(
  site: string,
  files: readonly string[],
  folder: string,
  signal: AbortSignal,
): Promise<IndexPart> {
  signal.throwIfAborted();
  await rm(folder, { recursive: true, force: true });
  const child = fork(fileURLToPath(new URL('search-child.ts', import.meta.url)), { execArgv: [] });
  const stop = () => child.kill('SIGKILL');
  signal.addEventListener('abort', stop);
  try {
    return await new Promise<IndexPart>((resolve, reject) => {
      child.once('message', (answer: IndexAnswer) => {
        if ('error' in answer) reject(new Error(answer.error));
        else resolve({ folder, ...answer });
      });
      child.once('error', reject);
      child.once('exit', (code, by) => reject(new Error(`The search index broke off (${by ?? code}).`)));
      if (child.pid !== undefined) setPriority(child.pid, LOW);
      child.send({ site, files: [...files], output: join(folder) } satisfies IndexTask);
    });
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  } finally {
    signal.removeEventListener('abort', stop);
  }
}
