import { existsSync, globSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { installPackages } from './debian.ts';

/**
 * Finds the folder of PostgreSQL's server programs (`initdb`, `postgres`): PG_BIN, the newest version
 * of Debian's place, the PATH; else installs Debian's package.
 * @returns undefined when there is none and none could be installed
 */
export function findPostgres(): string | undefined {
  const given = process.env.PG_BIN;
  if (given) return given;
  return find() ?? (installPackages('postgresql') ? find() : undefined);
}

/** Where Debian puts PostgreSQL's programs, the newest version first. */
export function findPostgresFolders(): string[] {
  const version = (folder: string) => Number(folder.split('/').at(-2));
  return globSync('/usr/lib/postgresql/*/bin').sort((a, b) => version(b) - version(a));
}

function find(): string | undefined {
  const folders = [...findPostgresFolders(), ...(process.env.PATH ?? '').split(delimiter)];
  return folders.find((folder) => existsSync(join(folder, 'initdb')));
}
