import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdir } from 'node:fs/promises';
import { setPriority } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { lock } from '../../kernel/lock.ts';
import type { SiteSettings } from '../../kernel/settings.ts';
import { type Manifest, readHashes, readManifest } from '../../release/manifest.ts';
import { readPin } from '../../release/pin.ts';
import { pinnedReleaseId, releaseFolder } from '../../release/release.ts';
import type { CmsExport } from '../../src/content/export/read-export.ts';
import { versionName } from '../../src/content/export/version-name.ts';
import { contentOf } from '../../src/content/export/versions.ts';
import { buildRelease } from '../pipeline/build.ts';
import type { IncrementalBuildState } from '../pipeline/incremental-build-state.ts';
import { findRenderer, loadRenderer, type Renderer } from '../render/bundle.ts';
import { codeHash } from '../render/code-hash.ts';
import { type ReleaseContent, readContent } from '../withdrawal/release-content.ts';
import { isWithdrawn, readWithdrawn, type WithdrawalRecord } from '../withdrawal/withdrawn.ts';

export interface RebuildOptions {
  readonly settings: SiteSettings;
  /** The old release. */
  readonly id: string;
  /** Where it is of the same code as what this process made last, only what differs is rendered. */
  readonly buildState: IncrementalBuildState;
  readonly signal: AbortSignal;
  readonly say: (words: string) => void;
}

/**
 * Rebuilds an old release from what it was made from, without what was withdrawn since, with the code
 * that it was made with. It needs no CMS. The one that an operator holds gets another name, because it is
 * live and one link has to move; it stays held.
 * @throws Error if it cannot be made; it stays as it is then
 */
export async function rebuildRelease({
  settings,
  id,
  buildState,
  signal,
  say,
}: RebuildOptions): Promise<void> {
  const { folders, siteUrl } = settings;
  const withdrawn = await readWithdrawn(folders);
  const folder = releaseFolder(folders, id);
  const manifest = await readManifest(folder);
  if (!withdrawn || !manifest) throw new Error(`Release ${id} cannot be read`);
  const { revision } = manifest;
  const pin = await readPin(folders);
  const isPinned = pin?.release === id;
  const { context } = buildState;
  const hashes = await readHashes(folder, manifest);
  const known = context?.facts &&
    context.content && { files: context.files, entries: context.content.entries };
  const stored = await readContent(folder, hashes, known);
  if (!stored) throw new Error(`Release ${id} does not hold what it was made from`);
  const { code, renderer } = await rendererOf(manifest, isPinned, {
    siteUrl,
    cache: folders.cache,
    signal,
    say,
  });

  const content: CmsExport = {
    ...contentWithout(stored, withdrawn),
    revision,
    // Its addresses were checked when it was made.
    withheld: [],
    leftOut: [],
    versions: new Map(),
  };
  const unfinished = join(folders.prepared, `${process.pid}`, `${id}-over`);
  await mkdir(join(folders.prepared, `${process.pid}`), { recursive: true });
  let unlock: () => void = () => undefined;
  const enter = async () => {
    unlock = await lock(folders.lock, signal, () => say('Waiting for a build to end …'));
  };
  try {
    await buildRelease({
      id: isPinned ? pinnedReleaseId(id) : id,
      settings,
      source: { content, media: folders.media },
      code,
      confirmed: { fewer: true, older: true },
      buildState,
      rebuild: { manifest, unfinished, renderer, keepsIndex: pin !== undefined, enter },
      signal,
      say,
    });
  } finally {
    unlock();
  }
}

type LoadOptions = Omit<Parameters<typeof loadRenderer>[0], 'code'>;

/**
 * The code that a release was made with. Where that is not there any more, an old release is given up; what
 * is held is live, and must lose what was withdrawn all the same.
 * @throws Error if there is none
 */
async function rendererOf(
  { id, code }: Pick<Manifest, 'id' | 'code'>,
  isPinned: boolean,
  options: LoadOptions,
): Promise<{ readonly code: string; readonly renderer: Renderer }> {
  const own = await codeHash(options.siteUrl);
  const load = async () => ({ code: own, renderer: await loadRenderer({ ...options, code: own }) });
  if (code === own) return load();
  const renderer = await findRenderer(code, options.cache);
  if (renderer) return { code, renderer };
  if (!isPinned) throw new Error(`The code of release ${id} is not there any more`);
  options.say(`The code of release ${id} is not there any more: it is made over with the present one.`);
  return load();
}

function contentWithout(
  { entries, redirects }: ReleaseContent,
  withdrawn: WithdrawalRecord,
): Pick<CmsExport, 'entries' | 'redirects' | 'notices'> {
  const left = entries.filter((entry) => !isWithdrawn(entry, withdrawn));
  const versions = new Map(left.map((entry) => [versionName(entry), { entry, leftOut: [] }]));
  const shown = contentOf(versions).entries;
  const { notices } = withdrawn;
  const there = new Set([...shown, ...notices].map(({ type, key }) => `${type} ${key}`));
  return {
    entries: shown,
    notices,
    redirects: redirects.filter(({ type, to }) => there.has(`${type} ${to}`)),
  };
}

/** Of the operating system: whatever visitors and editors wait for goes first. */
const LOW = 5;

/**
 * The same in a process of its own, which renders all of its pages: a minute for 10,000.
 * @throws Error if it cannot be made; the signal's reason when it is aborted
 */
export async function rebuildReleaseApart(
  id: string,
  settings: SiteSettings,
  signal: AbortSignal,
): Promise<void> {
  signal.throwIfAborted();
  const env = { ...process.env, DATA_DIR: settings.dataDir, SITE_URL: settings.siteUrl };
  const child = fork(fileURLToPath(new URL('rebuild-release-child.ts', import.meta.url)), [id], {
    env,
    execArgv: [],
  });
  const stop = () => child.kill('SIGKILL');
  signal.addEventListener('abort', stop);
  try {
    if (child.pid !== undefined) setPriority(child.pid, LOW);
    let reason = '';
    child.on('message', (said: { error: string }) => {
      reason = said.error;
    });
    const [status] = await once(child, 'exit');
    signal.throwIfAborted();
    if (status !== 0) throw new Error(reason || `Release ${id} could not be made over (${status})`);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}
