import { access, mkdir, readdir, readlink, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { isMissing } from '../kernel/files.ts';
import { lock } from '../kernel/lock.ts';
import type { Folders } from '../kernel/settings.ts';
import { type Manifest, readManifest } from './manifest.ts';
import { type Pin, readPin, writePin } from './pin.ts';
import { dropContent, isCode, leavingBetween, retainAssets } from './retained-assets.ts';
import { moveToTrash } from './trash.ts';

/** Releases that stay, the live one included. */
export const KEPT = 5;
const UNFINISHED = '.tmp';

/** A new release's name: the time, so that names sort by age. */
export function newReleaseId(now = new Date()): string {
  return now.toISOString().replace(/[-:]/g, '').replace('.', '');
}

/** Where a release is built before it has its name. */
export function unfinishedRelease(folders: Folders, id: string): string {
  return join(folders.releases, id + UNFINISHED);
}

/**
 * Removes what there is of a release that did not become finished, and at once: the disk may be full.
 * What resists is removed with the next ones.
 */
export async function removeUnfinished(folders: Folders, id: string): Promise<void> {
  const folder = unfinishedRelease(folders, id);
  await rm(folder, { recursive: true, force: true, maxRetries: 3 }).catch(() => undefined);
}

/** The folder of a finished release. */
export function releaseFolder(folders: Folders, id: string): string {
  return join(folders.releases, id);
}

/** The web root of the live release as a real path, which stays when the next one goes live; undefined if there is none. */
export async function liveRoot(folders: Folders): Promise<string | undefined> {
  const id = await liveId(folders);
  return id && join(releaseFolder(folders, id), 'site');
}

/** The name of the live release; undefined if there is none. */
export async function liveId(folders: Folders): Promise<string | undefined> {
  try {
    return basename(await readlink(folders.live));
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

/** The live release's manifest; undefined if there is none or it cannot be read, so that it is built anew. */
export async function liveManifest(folders: Folders): Promise<Manifest | undefined> {
  const id = await liveId(folders);
  return id === undefined ? undefined : readManifest(releaseFolder(folders, id));
}

/** Something else was made live while a release was built, or an operator holds one: it must not go live. */
export class Overtaken extends Error {
  override readonly name = 'Overtaken';
}

/** What goes off the site with a release that goes live. */
export interface Leaving {
  /** What it does not have of the release before, if it is known. */
  readonly leaving?: readonly string[] | undefined;
  /** Whether something was withdrawn, so that open pages get nothing more than the site's code. */
  readonly withdraws?: boolean;
}

/**
 * Makes a sealed release live: gives it its name and moves one link.
 * @param before the release that was live when the build began
 * @throws Overtaken if another one is live by now, or one is held
 */
export async function publishRelease(
  folders: Folders,
  { id }: Pick<Manifest, 'id'>,
  before: string | undefined,
  signal: AbortSignal,
  { leaving, withdraws = false }: Leaving = {},
): Promise<void> {
  await swapping(folders, signal, async () => {
    const pin = await readPin(folders);
    if (pin) throw new Overtaken(pinnedWords(pin));
    const live = await liveId(folders);
    if (live !== before) throw new Overtaken(`Meanwhile another builder made ${live} live.`);
    const next = unfinishedRelease(folders, id);
    await keepLeaving(folders, live, next, { leaving, withdraws });
    await rename(next, releaseFolder(folders, id));
    await moveLink(folders, id);
  });
}

/** Keeps what open pages still ask for of what is live, before another release goes live. Only while swapping. */
async function keepLeaving(
  folders: Folders,
  live: string | undefined,
  next: string,
  { leaving, withdraws = false }: Leaving,
): Promise<void> {
  const root = live && join(releaseFolder(folders, live), 'site');
  const paths = leaving ?? (root ? await leavingBetween(root, join(next, 'site')) : []);
  await retainAssets(folders, root, withdraws ? paths.filter(isCode) : paths);
  if (withdraws) await dropContent(folders);
}

/** The name of what is made of a held release: it comes after that one and before the next, as a rollback goes from one to the other. */
export function pinnedReleaseId(pinned: string): string {
  return `${pinned.split('-')[0]}-${newReleaseId()}`;
}

/**
 * Makes a sealed release live, and held, in the place of the one that is. Killed in between, it leaves a
 * pin in any case: to the release before, which is replaced again, or to this one, to which `followPin`
 * leads.
 * @param before the release that was held when it was begun
 * @throws Overtaken if that one is not held any more
 */
export async function replacePinned(
  folders: Folders,
  { id, before, next }: { readonly id: string; readonly before: string; readonly next: string },
  signal: AbortSignal,
): Promise<void> {
  await swapping(folders, signal, async () => {
    const pin = await readPin(folders);
    if (pin?.release !== before || (await liveId(folders)) !== before) {
      throw new Overtaken(`Meanwhile release ${before} is not held any more.`);
    }
    await keepLeaving(folders, before, next, { withdraws: true });
    const isBad = await wentBad(folders, before);
    await rename(next, releaseFolder(folders, id));
    if (isBad) await markBad(folders, id);
    await writePin(folders, { ...pin, release: id });
    await moveLink(folders, id);
    // If it stays it is an old release like others, which are rebuilt too.
    await moveToTrash(folders, releaseFolder(folders, before)).catch(() => undefined);
  });
}

/**
 * Makes the release live that is held, if whoever was to do so was killed before. Where that one is gone,
 * what is live is held.
 */
export async function followPin(folders: Folders, signal: AbortSignal): Promise<void> {
  await swapping(folders, signal, async () => {
    const pin = await readPin(folders);
    const live = await liveId(folders);
    if (!pin || pin.release === live) return;
    if ((await finishedReleases(folders)).includes(pin.release)) await moveLink(folders, pin.release);
    else if (live !== undefined) await writePin(folders, { ...pin, release: live });
  });
}

/**
 * Puts a sealed release in the place of an old one, of which it has the name.
 * @throws Overtaken if that one is live or held by now, or gone
 */
export async function replaceRelease(
  folders: Folders,
  id: string,
  next: string,
  signal: AbortSignal,
): Promise<void> {
  await swapping(folders, signal, async () => {
    const pin = await readPin(folders);
    const isNeeded = pin?.release === id || (await liveId(folders)) === id;
    if (isNeeded || !(await finishedReleases(folders)).includes(id)) {
      throw new Overtaken(`Meanwhile release ${id} was made live, or is gone.`);
    }
    const isBad = await wentBad(folders, id);
    await moveToTrash(folders, releaseFolder(folders, id));
    await rename(next, releaseFolder(folders, id));
    if (isBad) await markBad(folders, id);
  });
}

/** Takes an old release away. @throws Overtaken if it is live or held by now */
export async function dropRelease(folders: Folders, id: string, signal: AbortSignal): Promise<void> {
  await swapping(folders, signal, async () => {
    const pin = await readPin(folders);
    if (pin?.release === id || (await liveId(folders)) === id) throw new Overtaken(`Release ${id} is live.`);
    await moveToTrash(folders, releaseFolder(folders, id));
  });
}

/** Why nothing is built, for people. */
export function pinnedWords({ release, since }: Pin): string {
  return `The site is held at release ${release} since ${since} by npm run rollback. To let it follow the CMS again, run: npm run rollback -- --release`;
}

/** Runs what makes another release live while nobody else does. */
export async function swapping<T>(folders: Folders, signal: AbortSignal, work: () => Promise<T>): Promise<T> {
  const unlock = await lock(folders.swapLock, signal, () => undefined);
  try {
    return await work();
  } finally {
    unlock();
  }
}

/** Points to another finished release. Only while swapping. */
export async function moveLink(folders: Folders, id: string): Promise<void> {
  const next = `${folders.live}${UNFINISHED}`;
  await rm(next, { force: true });
  // Relative, so that the data folder can be moved.
  await symlink(join('releases', id), next);
  await rename(next, folders.live);
}

/** Names of all finished releases, oldest first. */
export async function finishedReleases(folders: Folders): Promise<string[]> {
  const names = await readdir(folders.releases).catch((error) => {
    if (isMissing(error)) return [];
    throw error;
  });
  return names.filter((name) => !name.endsWith(UNFINISHED) && !name.startsWith('.')).sort();
}

/** In the folder of a release that somebody rolled back from: no later rollback leads to it. */
const BAD = 'went-bad';

export async function markBad(folders: Folders, id: string): Promise<void> {
  await writeFile(join(releaseFolder(folders, id), BAD), '').catch((error) => {
    if (!isMissing(error)) throw error;
  });
}

/** Takes the mark away from a release's folder, before another release is made of it. */
export async function unmark(folder: string): Promise<void> {
  await rm(join(folder, BAD), { force: true });
}

export async function wentBad(folders: Folders, id: string): Promise<boolean> {
  return access(join(releaseFolder(folders, id), BAD)).then(
    () => true,
    () => false,
  );
}

/**
 * Where a rollback from a release leads: the newest one before it that did not go bad and shows another
 * state of content or code. One of the same state would be as bad. It must never be removed or rebuilt.
 */
export async function previousRelease(folders: Folders, from: string): Promise<Manifest | undefined> {
  const bad = await readManifest(releaseFolder(folders, from));
  for (const id of (await finishedReleases(folders)).reverse()) {
    if (id >= from || (await wentBad(folders, id))) continue;
    const manifest = await readManifest(releaseFolder(folders, id));
    if (manifest && (manifest.revision !== bad?.revision || manifest.code !== bad.code)) return manifest;
  }
  return undefined;
}

/**
 * Discards what killed builds left behind and all but the last releases, never the live one, the held one
 * or the one that a rollback would lead to. Only while the lock is held.
 */
export async function collectReleases(folders: Folders, signal: AbortSignal): Promise<void> {
  await mkdir(folders.releases, { recursive: true });
  await swapping(folders, signal, async () => {
    const live = await liveId(folders);
    const pin = await readPin(folders);
    const previous = live === undefined ? undefined : await previousRelease(folders, live);
    const finished = (await finishedReleases(folders)).filter((name) => name !== live);
    const kept = new Set([live, pin?.release, previous?.id, ...finished.slice(-(live ? KEPT - 1 : KEPT))]);
    for (const name of await readdir(folders.releases)) {
      const isRelease = !name.startsWith('.');
      if (isRelease && !kept.has(name)) await moveToTrash(folders, join(folders.releases, name));
    }
  });
}
