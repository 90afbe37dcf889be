import type { Core } from '@strapi/strapi';
import { hashFiles } from '../../kernel/files/hashes';
import { filesOf, storedName } from '../../kernel/files/store';
import { every } from '../../kernel/jobs/run';

const FILE = 'plugin::upload.file';
const HOUR = 60 * 60;
/** Milliseconds for which a file may lie in storage before its row does: an upload under way, a backup put back. */
const GRACE = 24 * HOUR * 1000;
/** With more than this many files, or this part of all, something else is wrong than a killed process. */
const FEW = 10;
const PART = 0.1;

/**
 * Removes files from storage that no row names, once a day; a process killed in the middle of an upload leaves one.
 * Hashes files that were missing when all were hashed, and were put back.
 */
export function sweepOrphans(strapi: Core.Strapi): void {
  every(strapi, {
    name: 'orphaned-uploads',
    seconds: 24 * HOUR,
    lease: HOUR,
    work: async (signal) => {
      await removeOrphans(strapi, signal);
      await hashFiles(strapi);
    },
  });
}

/** Removes what lies in storage for longer than `GRACE` and belongs to no row; the log names each. */
export async function removeOrphans(
  strapi: Core.Strapi,
  signal: AbortSignal,
  now = Date.now(),
): Promise<void> {
  const store = filesOf(strapi);
  const stored = await store.names();
  const known = await knownFiles(strapi);
  const orphans: string[] = [];
  for (const name of stored.filter((one) => !known.has(one))) {
    const found = await store.stat(name);
    if (found && found.writtenAt < now - GRACE) orphans.push(name);
  }
  if (orphans.length > Math.max(FEW, stored.length * PART)) {
    strapi.log.error(
      `${orphans.length} of ${stored.length} files in ${store.folder} are in no row of the database. Nothing was removed: find out whether the database is the one that belongs to them.`,
    );
    return;
  }
  for (const name of orphans) {
    if (signal.aborted) return;
    await store.remove(name);
    strapi.log.info(`Removed the file ${name} of an upload that was broken off: no row names it.`);
  }
}

/** The names in storage of all files and of their smaller sizes. */
async function knownFiles(strapi: Core.Strapi): Promise<Set<string>> {
  const rows: StoredRow[] = await strapi.db
    .query(FILE)
    .findMany({ select: ['hash', 'ext', 'formats'] as never });
  const sizes = rows.flatMap((row) => [row, ...Object.values(row.formats ?? {})]);
  return new Set(sizes.map(storedName));
}

interface StoredSize {
  readonly hash: string;
  readonly ext?: string | null;
}
interface StoredRow extends StoredSize {
  readonly formats?: Readonly<Record<string, StoredSize>> | null;
}
