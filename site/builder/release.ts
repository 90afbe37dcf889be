import { mkdir, readdir, readFile, readlink, rename, rm, symlink } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { z } from 'zod';
import { isMissing, writeWhole } from './files.ts';
import type { Folders } from './settings.ts';

const manifestSchema = z.object({
  id: z.string(),
  /** The state of the CMS that this release shows. */
  revision: z.string(),
  /** Hash of the code and settings that built it. */
  code: z.string(),
  /** ISO 8601 in UTC. */
  builtAt: z.string(),
  pages: z.int(),
  /** Published versions that went in. */
  entries: z.int(),
});
/** What `release.json` says of a release. */
export type Manifest = z.infer<typeof manifestSchema>;

/** Releases that stay, the live one included. */
const KEPT = 5;
const UNFINISHED = '.tmp';

/** A new release's name: the time, so that names sort by age. */
export function newReleaseId(now = new Date()): string {
  return now.toISOString().replace(/[-:]/g, '').replace('.', '');
}

/** Where a release is built before it has its name. */
export function unfinishedRelease(folders: Folders, id: string): string {
  return join(folders.releases, id + UNFINISHED);
}

/** The web root of the live release as a real path, which stays when the next one goes live; undefined if there is none. */
export async function liveRoot(folders: Folders): Promise<string | undefined> {
  const id = await liveId(folders);
  return id && join(folders.releases, id, 'site');
}

async function liveId(folders: Folders): Promise<string | undefined> {
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
  if (!id) return undefined;
  try {
    return manifestSchema.parse(
      JSON.parse(await readFile(join(folders.releases, id, 'release.json'), 'utf8')),
    );
  } catch {
    return undefined;
  }
}

/** Completes a release: writes its manifest, gives it its name, and makes it live by moving one link. */
export async function publishRelease(folders: Folders, manifest: Manifest): Promise<void> {
  const unfinished = unfinishedRelease(folders, manifest.id);
  await writeWhole(join(unfinished, 'release.json'), `${JSON.stringify(manifest, null, 2)}\n`);
  await rename(unfinished, join(folders.releases, manifest.id));
  const next = `${folders.live}${UNFINISHED}`;
  await rm(next, { force: true });
  // Relative, so that the data folder can be moved.
  await symlink(join('releases', manifest.id), next);
  await rename(next, folders.live);
}

/** Removes what killed builds left behind and all but the last releases. Only while the lock is held. */
export async function collectReleases(folders: Folders): Promise<void> {
  await mkdir(folders.releases, { recursive: true });
  const live = await liveId(folders);
  const names = (await readdir(folders.releases)).sort();
  const finished = names.filter((name) => !name.endsWith(UNFINISHED) && name !== live);
  const kept = new Set([live, ...finished.slice(-(live ? KEPT - 1 : KEPT))]);
  for (const name of names) {
    // An orphaned build may still be writing for a moment, so try again.
    const options = { recursive: true, force: true, maxRetries: 5, retryDelay: 200 };
    if (!kept.has(name)) await rm(join(folders.releases, name), options);
  }
}
