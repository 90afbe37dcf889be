import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Core } from '@strapi/strapi';
import {
  copySqlite,
  type DatabaseFacts,
  digestExport,
  dumpPostgres,
  holdSnapshot,
  joinSnapshot,
  loadReadOnly,
  type StoredUpload,
} from '../features/backup';
import { currentRevision, exportLines } from '../features/publication';

/**
 * Copies the database of a CMS, running or not, and says what the copy holds: `cms.db` or `cms.dump`, and
 * `database.json`, in the folder that is its argument. PG_DUMP names the program for PostgreSQL.
 */
async function run(folder: string): Promise<void> {
  const { DATABASE_URL, DATA_DIR = '', PG_DUMP = 'pg_dump' } = process.env;
  const facts = DATABASE_URL
    ? await snapshotPostgres(folder, DATABASE_URL, PG_DUMP)
    : await snapshotSqlite(folder, path.resolve(DATA_DIR, 'cms.db'));
  await writeFile(path.join(folder, 'database.json'), JSON.stringify(facts, null, 2));
}

async function snapshotSqlite(folder: string, source: string): Promise<DatabaseFacts> {
  if (!existsSync(source)) throw new Error(`There is no database ${source} yet: start the platform once.`);
  const at = new Date().toISOString();
  const file = 'cms.db';
  await copySqlite(source, path.join(folder, file));
  // From here on the copy is the CMS's database; it refuses to load without this folder.
  process.env.DATA_DIR = folder;
  await mkdir(path.join(folder, 'public/uploads'), { recursive: true });
  return { database: 'sqlite', file, at, ...(await describe(await loadReadOnly())) };
}

async function snapshotPostgres(folder: string, url: string, pgDump: string): Promise<DatabaseFacts> {
  const at = new Date().toISOString();
  const file = 'cms.dump';
  const snapshot = await holdSnapshot(url);
  try {
    await dumpPostgres(pgDump, url, snapshot, path.join(folder, file));
    const strapi = await loadReadOnly((connection) => joinSnapshot(connection, snapshot.id));
    const described = await describe(strapi);
    // A connection that is still being opened joins the snapshot, too: without it this process would end.
    await strapi.db.destroy();
    return { database: 'postgres', file, at, ...described };
  } finally {
    await snapshot.release();
  }
}

async function describe(strapi: Core.Strapi): Promise<Omit<DatabaseFacts, 'database' | 'file' | 'at'>> {
  return {
    revision: await currentRevision(strapi),
    export: await digestExport(wordsOf(strapi)),
    auditHead: (await strapi.db.connection('audit_heads').first('count', 'hash')) ?? null,
    uploads: await storedUploads(strapi),
  };
}

async function* wordsOf(strapi: Core.Strapi): AsyncGenerator<string> {
  for await (const line of exportLines(strapi)) yield JSON.stringify(line);
}

interface FileRow {
  readonly url: string;
  readonly provider: string;
  readonly updatedAt: string | Date;
  readonly formats: Readonly<Record<string, { readonly url?: string }>> | null;
}

async function storedUploads(strapi: Core.Strapi): Promise<StoredUpload[]> {
  const rows: FileRow[] = await strapi.db
    .query('plugin::upload.file')
    .findMany({ select: ['url', 'provider', 'updatedAt', 'formats'], orderBy: { id: 'asc' } });
  return rows
    .filter(({ provider }) => provider === 'local')
    .flatMap(({ url, formats, updatedAt }) => {
      const urls = [url, ...Object.values(formats ?? {}).flatMap((one) => one.url ?? [])];
      return urls.map((one) => ({
        name: path.posix.basename(one),
        writtenAt: new Date(updatedAt).getTime(),
      }));
    });
}

run(process.argv[2] ?? '').then(
  () => process.exit(0),
  (error: Error) => {
    console.error(error.message);
    process.exit(1);
  },
);
