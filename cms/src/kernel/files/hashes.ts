import { createHash } from 'node:crypto';
import { PassThrough, type Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Core } from '@strapi/strapi';
import { filesOf, storedName } from './store';

const FILE = 'plugin::upload.file';

/** What a file's bytes are, as its row keeps it (FIPS 180-4, hex), and when they were read, in milliseconds since 1970. */
export interface Hashes {
  readonly sha256: string;
  readonly sha512: string;
  readonly hashedAt: number;
}

/** Hashes what passes through it. */
export class Hashing extends Transform {
  readonly #sha256 = createHash('sha256');
  readonly #sha512 = createHash('sha512');

  override _transform(bytes: Buffer, _encoding: string, done: (error: null, bytes: Buffer) => void): void {
    this.#sha256.update(bytes);
    this.#sha512.update(bytes);
    done(null, bytes);
  }

  /** Of all that passed; to be asked once. */
  result(): Hashes {
    return { sha256: this.#sha256.digest('hex'), sha512: this.#sha512.digest('hex'), hashedAt: Date.now() };
  }
}

/** Reads a stream to its end and hashes it. */
async function hashesOf(stream: Readable): Promise<Hashes> {
  const hashing = new Hashing();
  await pipeline(stream, hashing, new PassThrough().resume());
  return hashing.result();
}

interface FileRow {
  readonly id: number;
  readonly name: string;
  readonly hash: string;
  readonly ext: string | null;
  readonly sha256: string | null;
  readonly hashedAt: number | string | null;
}

/**
 * Hashes the stored files whose rows have no hashes: those from before there were any, and those that were missing and
 * were put back. The log names the ones that are not there.
 */
export async function hashFiles(strapi: Core.Strapi): Promise<void> {
  const rows: FileRow[] = await strapi.db.query(FILE).findMany({ where: { sha256: { $null: true } } });
  for (const row of rows) {
    const opened = await filesOf(strapi).open(storedName(row));
    if (opened) {
      const data = await hashesOf(opened.stream);
      await strapi.db.query(FILE).update({ where: { id: row.id }, data });
    } else
      strapi.log.warn(
        `The file ${storedName(row)} (“${row.name}”, ${row.id}) is not in storage: it has no hash until it is put back.`,
      );
  }
}

/**
 * Whether a file in storage is what its row says. It is read only where it was written after it was hashed, or where
 * `read` wants it so; one that was never hashed is right while it is missing.
 */
export async function isAsHashed(
  strapi: Core.Strapi,
  row: Pick<FileRow, 'hash' | 'ext' | 'sha256' | 'hashedAt'>,
  { read = false } = {},
): Promise<boolean> {
  const store = filesOf(strapi);
  const name = storedName(row);
  const found = await store.stat(name);
  if (!found || row.sha256 === null) return !found && row.sha256 === null;
  if (!read && found.writtenAt <= Number(row.hashedAt)) return true;
  const opened = await store.open(name);
  return opened !== undefined && (await hashesOf(opened.stream)).sha256 === row.sha256;
}
