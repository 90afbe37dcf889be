import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import knex from 'knex';
import { runCommand } from './commands.ts';

/** Somewhere outside the data folder of a CMS under test: a repository, an operator's key, places to restore into. */
export interface Outside {
  readonly folder: string;
  /** The file with the operator's private key. */
  readonly key: string;
  /** As an operator sets them. */
  readonly settings: Readonly<Record<string, string>>;
  /** A new place to restore into, and the words that name it: a folder, and a database on PostgreSQL. */
  emptyPlace(): Promise<{ readonly folder: string; readonly words: string[] }>;
  remove(): Promise<void>;
}

export async function makeOutside(): Promise<Outside> {
  const outside = await mkdtemp(path.join(tmpdir(), 'backup-'));
  const key = path.join(outside, 'operator-key.txt');
  const { said } = await runCommand('backup', ['--new-key', key]);
  const [, publicKey = ''] = /BACKUP_PUBLIC_KEY=(\S+)/.exec(said) ?? [];
  let places = 0;
  return {
    folder: outside,
    key,
    settings: {
      BACKUP_REPOSITORY: path.join(outside, 'repository'),
      BACKUP_PASSWORD: 'a password of the operator',
      BACKUP_PUBLIC_KEY: publicKey,
      BACKUP_WITNESS: `file://${path.join(outside, 'heads.jsonl')}`,
      OPERATOR_EMAIL: 'operator@example.org',
    },
    async emptyPlace() {
      places += 1;
      const folder = path.join(outside, `restored-${places}`);
      const url = process.env.DATABASE_URL;
      if (!url) return { folder, words: ['--into', folder] };
      const server = knex({ client: 'pg', connection: url });
      await server.raw(`create database restored_${places}`);
      await server.destroy();
      const address = new URL(url);
      address.pathname = `/restored_${places}`;
      return { folder, words: ['--into', folder, '--database-url', address.href] };
    },
    remove: () => rm(outside, { recursive: true }),
  };
}
