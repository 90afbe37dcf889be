import { join } from 'node:path';
import type { Folders } from '../../kernel/settings.ts';
import { type Manifest, readManifest } from '../../release/manifest.ts';
import { type Pin, readPin, removePin, writePin } from '../../release/pin.ts';
import {
  finishedReleases,
  liveId,
  markBad,
  moveLink,
  previousRelease,
  releaseFolder,
  swapping,
  wentBad,
} from '../../release/release.ts';
import { dropContent, isCode, leavingBetween, retainAssets } from '../../release/retained-assets.ts';
import { hasWithdrawn, readWithdrawn, type WithdrawalRecord } from '../withdrawal/withdrawn.ts';

/** The site cannot be rolled back; the message says why. */
class RollbackError extends Error {
  override readonly name = 'RollbackError';
}

export interface RolledBack {
  readonly pin: Pin;
  readonly manifest: Manifest;
}

/** Rebuilds a release without what was withdrawn since. */
export type RebuildRelease = (id: string) => Promise<void>;

/**
 * Makes the previous release live and holds it there until `releasePin`. Needs neither the CMS nor
 * the builder, and waits for no build that runs. Where the release has something that was withdrawn since,
 * it is rebuilt before: the builder does that within seconds, so that there is seldom something to do.
 * @param to the release to go to; without it, `previousRelease`
 * @throws RollbackError if there is none
 */
export async function rollBack(
  folders: Folders,
  signal: AbortSignal,
  rebuildRelease: RebuildRelease,
  to?: string,
): Promise<RolledBack> {
  for (let tries = 0; ; tries += 1) {
    const done = await swapping(folders, signal, async () => {
      const [from, manifest] = await target(folders, to);
      const withdrawn = await readWithdrawn(folders);
      const has = withdrawn && (await hasWithdrawn(releaseFolder(folders, manifest.id), withdrawn));
      return has ? manifest.id : goBack(folders, from, manifest, withdrawn);
    });
    if (typeof done !== 'string') return done;
    if (tries > 0)
      throw new RollbackError(`Release ${done} still has what was withdrawn. The site stays as it is.`);
    await rebuildRelease(done).catch((cause) => {
      const why = cause instanceof Error ? cause.message : cause;
      throw new RollbackError(
        `Release ${done} has what was withdrawn since, and cannot be made over without it: ${why}. The site stays as it is.`,
        { cause },
      );
    });
  }
}

async function target(folders: Folders, to: string | undefined): Promise<[from: string, Manifest]> {
  const from = await liveId(folders);
  if (from === undefined) throw new RollbackError('There is no live release yet.');
  return [from, to === undefined ? await previous(folders, from) : await chosen(folders, to, from)];
}

/** Only while swapping. */
async function goBack(
  folders: Folders,
  from: string,
  manifest: Manifest,
  withdrawn: WithdrawalRecord | undefined,
): Promise<RolledBack> {
  const pin = { release: manifest.id, from, since: new Date().toISOString() };
  // First the pin: were this killed in between, no build would undo what was asked for.
  await writePin(folders, pin);
  const root = (id: string) => join(releaseFolder(folders, id), 'site');
  const keep = async () => {
    const leaving = await leavingBetween(root(from), root(manifest.id));
    // What leaves now, or left before, may have what was withdrawn.
    await retainAssets(folders, root(from), withdrawn ? leaving.filter(isCode) : leaving);
    if (withdrawn) await dropContent(folders);
  };
  // Not even a full disk stops a rollback.
  await keep().catch(() => undefined);
  await moveLink(folders, manifest.id);
  if (manifest.id < from) await markBad(folders, from);
  return { pin, manifest };
}

/**
 * Lets the site follow the CMS again.
 * @throws RollbackError if no release is held
 */
export async function releasePin(folders: Folders, signal: AbortSignal): Promise<Pin> {
  return swapping(folders, signal, async () => {
    const pin = await readPin(folders);
    if (!pin) throw new RollbackError('No release is held: the site follows the CMS.');
    await removePin(folders);
    return pin;
  });
}

/** A finished release as an operator sees it. */
export interface Listed {
  readonly manifest: Manifest;
  readonly live: boolean;
  readonly wentBad: boolean;
}

/** All releases that could be made live, newest first. */
export async function listReleases(folders: Folders): Promise<Listed[]> {
  const live = await liveId(folders);
  const listed: Listed[] = [];
  for (const id of (await finishedReleases(folders)).reverse()) {
    const manifest = await readManifest(releaseFolder(folders, id));
    if (!manifest) continue;
    listed.push({ manifest, live: id === live, wentBad: await wentBad(folders, id) });
  }
  return listed;
}

async function previous(folders: Folders, live: string): Promise<Manifest> {
  const found = await previousRelease(folders, live);
  if (found) return found;
  throw new RollbackError(
    `There is no release before ${live} that shows another state. The site stays as it is.`,
  );
}

async function chosen(folders: Folders, id: string, live: string): Promise<Manifest> {
  if (id === live) throw new RollbackError(`${id} is live already.`);
  const found = (await listReleases(folders)).find(({ manifest }) => manifest.id === id);
  if (found) return found.manifest;
  throw new RollbackError(
    `There is no release ${id}. npm run rollback -- --list names those that there are.`,
  );
}
