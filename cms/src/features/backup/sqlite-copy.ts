import { rm } from 'node:fs/promises';

/** The part of better-sqlite3 that is used here; it brings no types. */
interface Database {
  backup(file: string, options: { progress(at: Progress): number }): Promise<unknown>;
  pragma(words: string, options?: { simple: boolean }): unknown;
  close(): void;
}
interface Progress {
  readonly totalPages: number;
  readonly remainingPages: number;
}
type Sqlite = new (file: string, options: { readonly?: boolean; fileMustExist?: boolean }) => Database;

/** Pages of 4 KiB between which others may write: about 10 ms of work. */
const STEP = 2000;
/** Others that write make the copy begin anew. After so many times it is made in one go, while they wait. */
const PATIENCE = 3;
const ALL = 0x7fff_ffff;

/**
 * Copies an SQLite database that is in use, by its online backup (https://sqlite.org/backup.html): the copy
 * is what was committed at one moment.
 * @throws Error if the copy is not whole
 */
export async function copySqlite(from: string, to: string): Promise<void> {
  const Sqlite: Sqlite = require('better-sqlite3');
  await rm(to, { force: true });
  const source = new Sqlite(from, { readonly: true, fileMustExist: true });
  try {
    let last = Number.POSITIVE_INFINITY;
    let begun = 1;
    const progress = ({ remainingPages }: Progress) => {
      if (remainingPages > last) begun += 1;
      last = remainingPages;
      return begun > PATIENCE ? ALL : STEP;
    };
    await source.backup(to, { progress });
  } finally {
    source.close();
  }
  const copy = new Sqlite(to, { readonly: true });
  try {
    const found = copy.pragma('integrity_check(1)', { simple: true });
    if (found !== 'ok') throw new Error(`The database is damaged: SQLite’s integrity_check says “${found}”.`);
  } finally {
    copy.close();
  }
}
