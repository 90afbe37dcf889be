import { existsSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { filesBelow, forEach, isMissing, linkOrCopy, writeWhole } from '../kernel/files.ts';
import type { Folders } from '../kernel/settings.ts';
import { HASHED } from '../kernel/site-files.ts';

/** Milliseconds that a file stays after the release that had it: nobody reads a page for longer. */
const KEPT = 24 * 60 * 60 * 1000;
/** Scripts and styles, which hold nothing of what is published. */
const CODE = '_astro';
const CONTENT = ['media', 'pagefind'];
/** Where HASHED leads to. */
const FOLDERS = [CODE, ...CONTENT];
const RECORD = 'departed.json';

/** When a file was last part of the live release, in milliseconds, by its path in the web root. */
type Retained = Record<string, number>;

const hashed = new RegExp(HASHED);

/**
 * Keeps what the live release has and the next one has not, of what is named by its content: a page
 * that is open still asks for its pictures, its scripts and its part of the search index. To be called
 * before the next release goes live. What left a day ago is removed for good.
 * @param live web root of the live release; undefined if there is none
 * @param paths what the next one does not have, as paths in the web root
 */
export async function retainAssets(
  { assets }: Pick<Folders, 'assets'>,
  live: string | undefined,
  paths: readonly string[],
  now = Date.now(),
): Promise<void> {
  const leaving = live === undefined ? [] : paths.filter((path) => hashed.test(`/${path}`));
  // Thousands may have left today, of which most changes need to know nothing.
  if (live === undefined || leaving.length === 0) return;
  const retained = await readRetained(assets);
  for (const path of leaving) {
    try {
      linkOrCopy(join(live, path), join(assets, path));
      retained[path] = now;
    } catch (error) {
      // What was lost cannot be kept, and is no reason to publish nothing.
      if (!isMissing(error)) throw error;
    }
  }
  await drop(assets, retained, now);
}

/** Whether a path in the web root is one of the site's code. */
export function isCode(path: string): boolean {
  return path.startsWith(`${CODE}/`);
}

/**
 * Removes all that is kept of what was published, because something was withdrawn: whose picture or words
 * it is, nobody can tell any more. Pages that are open get these pictures and results when they are opened
 * anew. Only while swapping.
 */
export async function dropContent({ assets }: Pick<Folders, 'assets'>): Promise<void> {
  await Promise.all(CONTENT.map((folder) => rm(join(assets, folder), { recursive: true, force: true })));
  const retained = Object.entries(await readRetained(assets)).filter(([path]) => isCode(path));
  if (!existsSync(join(assets, RECORD))) return;
  await writeWhole(join(assets, RECORD), JSON.stringify(Object.fromEntries(retained)));
}

/** What one web root has and another has not, where only their folders tell. */
export async function leavingBetween(live: string, next: string): Promise<string[]> {
  const there = new Set(await assetsOf(next));
  return (await assetsOf(live)).filter((path) => !there.has(path));
}

/** Removes what left a day ago, so that it goes on a quiet day too. Only while swapping. */
export async function dropExpiredAssets(
  { assets }: Pick<Folders, 'assets'>,
  now = Date.now(),
): Promise<void> {
  await drop(assets, await readRetained(assets), now);
}

async function drop(assets: string, retained: Retained, now: number): Promise<void> {
  const kept = Object.entries(retained).filter(([, left]) => now - left < KEPT);
  const gone = Object.keys(retained).filter((path) => now - (retained[path] ?? 0) >= KEPT);
  if (kept.length + gone.length === 0) return;
  await forEach(gone, (path) => rm(join(assets, path), { force: true }));
  await writeWhole(join(assets, RECORD), JSON.stringify(Object.fromEntries(kept)));
}

async function assetsOf(site: string): Promise<string[]> {
  const below = await Promise.all(
    FOLDERS.map(async (folder) => {
      const found = await filesBelow(join(site, folder)).catch((error) => {
        if (isMissing(error)) return [];
        throw error;
      });
      return found.map((path) => `${folder}/${path}`);
    }),
  );
  return below.flat().filter((path) => hashed.test(`/${path}`));
}

async function readRetained(assets: string): Promise<Retained> {
  const text = await readFile(join(assets, RECORD), 'utf8').catch((error) => {
    if (isMissing(error)) return '{}';
    throw error;
  });
  return z.record(z.string(), z.number()).parse(JSON.parse(text));
}
