import { fork } from 'node:child_process';
import { setPriority } from 'node:os';
import { fileURLToPath } from 'node:url';
import type { FileFacts } from '../../release/file-list.ts';
import { fnv1a } from '../../src/content/fnv.ts';

/** What the process that indexes is asked. */
export interface IndexOrder {
  /** Where each page lies, by its file in the web root. */
  readonly files: Readonly<Record<string, string>>;
  /** The folder that the index is written into. */
  readonly output: string;
}

/** What it makes. */
export interface MadeIndex {
  /** The names under which results come, by the page. */
  readonly results: Readonly<Record<string, string>>;
  /** The index's files, by their path in its folder. */
  readonly files: Readonly<Record<string, FileFacts>>;
}

export type IndexAnswer = MadeIndex | { readonly error: string };

/** Pages in one archive: Pagefind needs two gigabytes of memory for as many (bench/memory.md). */
const LARGEST = 5000;
/** Milliseconds after which an index that is still being made is given up. */
const TOO_LONG = 900_000;
/** Of the operating system: whatever visitors and editors wait for goes first. */
const LOW = 5;

/**
 * Into how many archives so many findable pages are divided, when there are some already: a power of 2,
 * which stays while the site is not much larger or smaller than it was made for.
 */
export function archivesFor(pages: number, now: number): number {
  const isEnough = pages <= now * LARGEST * 1.2;
  const isNeeded = now === 1 || pages > (now * LARGEST) / 4;
  if (isEnough && isNeeded) return now;
  return 2 ** Math.max(0, Math.ceil(Math.log2(pages / LARGEST)));
}

const ENGLISH = 'en/';

/** The archive that a page is in; a page's two languages are in the same. */
export function archiveOf(file: string, archives: number): number {
  if (archives <= 1) return 0;
  return fnv1a(file, file.startsWith(ENGLISH) ? ENGLISH.length : 0) % archives;
}

/**
 * Indexes pages in a process of its own.
 * @throws Error if it fails; the signal's reason when it is aborted
 */
export async function indexApart(order: IndexOrder, signal: AbortSignal): Promise<MadeIndex> {
  signal.throwIfAborted();
  const child = fork(fileURLToPath(new URL('pagefind-child.ts', import.meta.url)), { execArgv: [] });
  const stop = () => child.kill('SIGKILL');
  const late = setTimeout(stop, TOO_LONG);
  signal.addEventListener('abort', stop);
  try {
    return await new Promise<MadeIndex>((resolve, reject) => {
      child.once('message', (answer: IndexAnswer) => {
        if ('error' in answer) reject(new Error(answer.error));
        else resolve(answer);
      });
      child.once('error', reject);
      child.once('exit', (code, by) => reject(new Error(`The search index broke off (${by ?? code}).`)));
      if (child.pid !== undefined) setPriority(child.pid, LOW);
      child.send(order);
    });
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  } finally {
    clearTimeout(late);
    signal.removeEventListener('abort', stop);
  }
}
