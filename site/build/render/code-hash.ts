import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { filesBelow, isMissing } from '../../kernel/files.ts';
import { root } from '../../kernel/settings.ts';

const FOLDERS = [
  'site/src',
  'site/build',
  'site/release',
  'site/kernel',
  'site/public',
  'content-types/dist',
];
const FILES = ['site/astro.config.ts', 'package-lock.json'];

/**
 * A hash of everything but content that decides what the site looks like: its code, its packages and
 * its public address. A release that was built with another one is out of date.
 */
export async function codeHash(siteUrl: string): Promise<string> {
  const below = await Promise.all(
    FOLDERS.map(async (folder) => {
      const found = await filesBelow(join(root, folder)).catch(orNone);
      return found.filter((file) => !file.endsWith('.test.ts')).map((file) => `${folder}/${file}`);
    }),
  );
  const hash = createHash('sha256').update(siteUrl);
  for (const file of [...below.flat(), ...FILES]) {
    hash.update(`\0${file}\0`).update(await readFile(join(root, file)).catch(() => ''));
  }
  return hash.digest('hex').slice(0, 16);
}

/** Milliseconds for which a hash is taken to be right still. */
const FRESH = 10_000;
let last: { readonly siteUrl: string; readonly at: number; readonly hash: Promise<string> } | undefined;

/** The same, worked out every ten seconds at most, for who asks several times a second. */
export function recentCodeHash(siteUrl: string): Promise<string> {
  if (last?.siteUrl !== siteUrl || Date.now() - last.at > FRESH) {
    last = { siteUrl, at: Date.now(), hash: codeHash(siteUrl) };
  }
  return last.hash;
}

function orNone(error: unknown): string[] {
  if (isMissing(error)) return [];
  throw error;
}
