import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type Folders, readSettings } from '../../kernel/settings.ts';
import { sealRelease } from '../../release/manifest.ts';
import { writePin } from '../../release/pin.ts';
import {
  finishedReleases,
  KEPT,
  liveId,
  moveLink,
  publishRelease,
  releaseFolder,
  swapping,
} from '../../release/release.ts';
import type { ReleaseTree } from '../../release/release-tree.ts';
import type { Renderer } from '../render/bundle.ts';
import type { BuildContext } from './build-context.ts';
import { IncrementalBuildState } from './incremental-build-state.ts';

const { signal } = new AbortController();

let data: string;
let folders: Folders;
let buildState: IncrementalBuildState;
let context: BuildContext;

beforeEach(async () => {
  data = await mkdtemp(join(tmpdir(), 'build-state-'));
  ({ folders } = readSettings({ DATA_DIR: data }));
  buildState = new IncrementalBuildState(folders);
  // Nothing is rendered here.
  context = await buildState.contextFor('code', {} as Renderer, undefined);
});
afterEach(() => rm(data, { recursive: true }));

/** Puts a release live in which one page changes and one does not. */
async function release(id: string, tree?: ReleaseTree, more?: string): Promise<ReleaseTree> {
  const next = tree ?? (await buildState.begin(id, context));
  next.write('site/index.html', Buffer.from(id));
  next.write('site/about/index.html', Buffer.from('stays'));
  if (more) next.write('site/more/index.html', Buffer.from(more));
  else next.remove('site/more/index.html');
  const facts = { id, revision: id, code: 'code', builtAt: '', pages: 2, entries: [], redirects: [] };
  const before = await liveId(folders);
  await publishRelease(folders, await sealRelease(next.folder, facts, next.files), before, signal);
  buildState.wentLive(id, next, context);
  await buildState.recycle();
  return next;
}

const prepared = () => join(folders.prepared, `${process.pid}`);
/** The texts of all pages that a release should have. */
const whole = (id: string) =>
  Promise.all(
    ['index.html', 'about/index.html'].map((file) =>
      readFile(join(releaseFolder(folders, id), 'site', file), 'utf8'),
    ),
  );
const home = (id: string) => readFile(join(releaseFolder(folders, id), 'site/index.html'), 'utf8');

it('makes the oldest release over once there are enough', async () => {
  for (let number = 1; number <= KEPT; number += 1) await release(`r${number}`);
  await release('r6');
  expect(await finishedReleases(folders)).toEqual(['r2', 'r3', 'r4', 'r5', 'r6']);
  const texts = await Promise.all(['r2', 'r5', 'r6'].map(home));
  expect(texts).toEqual(['r2', 'r5', 'r6']);
});

it('takes no release away that an operator goes back to at the same moment', async () => {
  for (let number = 1; number <= KEPT; number += 1) await release(`r${number}`);
  const begun = await swapping(folders, signal, async () => {
    // It wants the oldest, and has to wait.
    const waiting = buildState.begin('r6', context);
    await sleep(200);
    await writePin(folders, { release: 'r1', from: 'r5', since: new Date().toISOString() });
    await moveLink(folders, 'r1');
    return { waiting };
  });
  const tree = await begun.waiting;
  expect([await liveId(folders), await home('r1')]).toEqual(['r1', 'r1']);
  await expect(release('r6', tree)).rejects.toThrow('held at release r1');
  expect(await home('r1')).toBe('r1');
});

it('makes the release that is one too many what the live one is, while nobody waits', async () => {
  const all = () => false;
  for (const id of ['r1', 'r2', 'r3']) await release(id);
  for (const id of ['r4', 'r5']) {
    await buildState.prepareNext(all);
    await buildState.prepareNext(all);
    await release(id);
  }
  const made = await release('r6', undefined, 'only here');
  expect(await finishedReleases(folders)).toEqual(['r2', 'r3', 'r4', 'r5', 'r6']);
  const prepared = join(folders.prepared, `${process.pid}`, 'r1');
  expect(await readFile(join(prepared, 'site/index.html'), 'utf8')).toBe('r1');
  expect(await buildState.prepareNext(all)).toBe(false);
  const inPrepared = await Promise.all(
    [...made.files.keys()].map((path) => readFile(join(prepared, path), 'utf8')),
  );
  expect(inPrepared.sort()).toEqual(['only here', 'r6', 'stays']);
  await release('r7');
  expect(await home('r7')).toBe('r7');
  expect(await home('r6')).toBe('r6');
  await expect(readFile(join(releaseFolder(folders, 'r7'), 'site/more/index.html'))).rejects.toThrow(
    'ENOENT',
  );
});

it('copies the live release ahead while there are not enough, and the next one begins as the copy', async () => {
  await release('r1');
  await buildState.prepareNext(() => false);
  const [copy = ''] = await readdir(prepared());
  const { ino } = await stat(join(prepared(), copy));
  await release('r2');
  expect((await stat(releaseFolder(folders, 'r2'))).ino).toBe(ino);
  expect(await Promise.all(['r1', 'r2'].map(home))).toEqual(['r1', 'r2']);
});

it('copies what goes live while it copies', async () => {
  for (const id of ['r1', 'r2']) await release(id);
  const copying = buildState.prepareNext(() => false);
  await release('r3', undefined, 'new');
  await copying;
  await buildState.prepareNext(() => false);
  await release('r4', undefined, 'new');
  const texts = ['r3', 'r4'].map((id) =>
    readFile(join(releaseFolder(folders, id), 'site/more/index.html'), 'utf8'),
  );
  expect(await Promise.all(texts)).toEqual(['new', 'new']);
  expect(await Promise.all(['r3', 'r4'].map(home))).toEqual(['r3', 'r4']);
});

it('uses no copy that failed, nor one that somebody has deleted', async () => {
  await release('r1');
  // A file where the folder would be.
  await mkdir(folders.prepared, { recursive: true });
  await writeFile(prepared(), '');
  await expect(buildState.prepareNext(() => false)).rejects.toThrow('ENOTDIR');
  await rm(prepared());
  await buildState.prepareNext(() => false);
  await release('r2');
  expect(await whole('r2')).toEqual(['r2', 'stays']);

  for (let copy = 1; copy <= 2; copy += 1) await buildState.prepareNext(() => false);
  await release('r3');
  await rm(prepared(), { recursive: true });
  await buildState.prepareNext(() => false);
  await release('r4');
  expect(await whole('r4')).toEqual(['r4', 'stays']);
});
