import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, readlink, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Folders, readSettings } from '../kernel/settings.ts';
import { putLive } from '../test/put-live.ts';
import { readPin, removePin, writePin } from './pin.ts';
import {
  collectReleases,
  followPin,
  liveManifest,
  liveRoot,
  markBad,
  moveLink,
  newReleaseId,
  pinnedReleaseId,
  publishRelease,
  replacePinned,
  unfinishedRelease,
  wentBad,
} from './release.ts';

let data: string;
let folders: Folders;

beforeEach(async () => {
  data = await mkdtemp(join(tmpdir(), 'release-'));
  ({ folders } = readSettings({ DATA_DIR: data }));
});
afterEach(() => rm(data, { recursive: true }));

const { signal } = new AbortController();
/** What is left of the releases, finished or not. */
const there = async () => (await readdir(folders.releases)).filter((name) => !name.startsWith('.')).sort();
const publish = (id: string) => putLive(folders, id, { 'a.txt': id, 'b.txt': id });

describe('a release', () => {
  it('has a name that sorts by its time', () => {
    const [early, late] = [newReleaseId(new Date(1e12)), newReleaseId(new Date(1e12 + 1))];
    expect(early < late).toBe(true);
    expect(early).toMatch(/^[\dTZ]+$/);
  });

  it('goes live whole: whoever reads meanwhile finds the old one or the new one', async () => {
    await publish('r000');
    let done = false;
    const seen = new Set<string>();
    const reader = (async () => {
      while (!done) {
        const root = (await liveRoot(folders)) ?? expect.unreachable('no release is live');
        const [a, b] = await Promise.all(
          ['a.txt', 'b.txt'].map((name) => readFile(join(root, name), 'utf8')),
        );
        expect(a).toBe(b);
        seen.add(a ?? '');
      }
    })();
    for (let index = 1; index <= 60; index += 1) await publish(`r${String(index).padStart(3, '0')}`);
    done = true;
    await reader;
    expect(seen.size).toBeGreaterThan(5);
    expect((await liveManifest(folders))?.revision).toBe('r-r060');
  });

  it('does not go live over one that another builder made live meanwhile', async () => {
    await publish('r1');
    await mkdir(unfinishedRelease(folders, 'r2'), { recursive: true });
    await publish('r3');
    const late = publishRelease(folders, { id: 'r2' }, 'r1', new AbortController().signal);
    await expect(late).rejects.toThrow('another builder made r3 live');
    expect(await readlink(folders.live)).toBe(join('releases', 'r3'));
  });

  it('does not go live while somebody holds another one', async () => {
    await publish('r1');
    await writePin(folders, { release: 'r1', from: 'r1', since: '2026-01-01T00:00:00.000Z' });
    await expect(publish('r2')).rejects.toThrow('held at release r1 since 2026-01-01');
    expect(await readlink(folders.live)).toBe(join('releases', 'r1'));
  });

  it('is linked relatively, so that the data folder can be moved', async () => {
    await publish('r1');
    expect(await readlink(folders.live)).toBe(join('releases', 'r1'));
  });
});

describe('a held release', () => {
  const at = '2026-01-01T00:00:00.000Z';
  const pin = { release: 'r1', from: 'r2', since: at };
  /** Replaces what is held by one of this name. */
  const replace = async (before: string, id: string) => {
    const next = join(data, 'next');
    await mkdir(join(next, 'site'), { recursive: true });
    await writeFile(join(next, 'site/a.txt'), id);
    await replacePinned(folders, { id, before, next }, signal);
  };
  beforeEach(async () => {
    for (const id of ['r1', 'r2', 'r3']) await publish(id);
    await writePin(folders, pin);
    await moveLink(folders, 'r1');
  });

  it('is replaced by one that is held in its place, and that comes where it was among the others', async () => {
    const id = pinnedReleaseId('r1');
    await replace('r1', id);
    expect(await readPin(folders)).toEqual({ ...pin, release: id });
    expect(await readlink(folders.live)).toBe(join('releases', id));
    expect(await there()).toEqual([id, 'r2', 'r3']);
    const again = pinnedReleaseId(id);
    await replace(id, again);
    expect(await there()).toEqual([again, 'r2', 'r3']);
    expect(again.split('-')).toHaveLength(2);
  });

  it('is replaced again if somebody was killed who had but named the other one', async () => {
    await mkdir(join(folders.releases, 'r1-1/site'), { recursive: true });
    await replace('r1', 'r1-2');
    expect(await readlink(folders.live)).toBe(join('releases', 'r1-2'));
    expect(await there()).toEqual(['r1-1', 'r1-2', 'r2', 'r3']);
  });

  it('becomes live if somebody was killed who had but held it', async () => {
    await mkdir(join(folders.releases, 'r1-1/site'), { recursive: true });
    await writePin(folders, { ...pin, release: 'r1-1' });
    await followPin(folders, signal);
    expect(await readlink(folders.live)).toBe(join('releases', 'r1-1'));
  });

  it('is not replaced once another one is held, or none', async () => {
    await writePin(folders, { ...pin, release: 'r2' });
    await expect(replace('r1', 'r1-1')).rejects.toThrow('r1 is not held any more');
    await removePin(folders);
    await expect(replace('r1', 'r1-1')).rejects.toThrow('r1 is not held any more');
    expect(await readlink(folders.live)).toBe(join('releases', 'r1'));
    expect(await there()).toEqual(['r1', 'r2', 'r3']);
  });

  it('stays marked as one that went bad', async () => {
    await markBad(folders, 'r1');
    await replace('r1', 'r1-1');
    expect(await wentBad(folders, 'r1-1')).toBe(true);
  });

  it('leaves nothing beside the releases of what was named by its content', async () => {
    await mkdir(join(folders.assets, 'media'), { recursive: true });
    await writeFile(join(folders.assets, 'media/a.avif'), '');
    await replace('r1', 'r1-1');
    expect(existsSync(join(folders.assets, 'media/a.avif'))).toBe(false);
  });
});

describe('collecting', () => {
  it('keeps the last five and removes what a killed build left', async () => {
    for (let index = 1; index <= 7; index += 1) await publish(`r${index}`);
    await mkdir(unfinishedRelease(folders, 'r8'), { recursive: true });
    await collectReleases(folders, signal);
    expect(await there()).toEqual(['r3', 'r4', 'r5', 'r6', 'r7']);
  });

  it('never removes the release that somebody holds, nor what was live before it', async () => {
    for (let index = 1; index <= 7; index += 1) await publish(`r${index}`);
    await writePin(folders, { release: 'r2', from: 'r7', since: new Date().toISOString() });
    await collectReleases(folders, signal);
    expect(await there()).toEqual(['r2', 'r3', 'r4', 'r5', 'r6', 'r7']);
  });

  it('never removes where a rollback would lead, however many releases show the same state since', async () => {
    await publish('r1');
    for (let index = 2; index <= 9; index += 1) {
      await putLive(folders, `r${index}`, { 'a.txt': `${index}` }, { revision: 'the same' });
      await collectReleases(folders, signal);
    }
    expect(await there()).toEqual(['r1', 'r5', 'r6', 'r7', 'r8', 'r9']);
  });

  it('never removes the live release, however old', async () => {
    await publish('r1');
    for (let index = 2; index <= 7; index += 1) {
      await mkdir(join(folders.releases, `r${index}`), { recursive: true });
    }
    await collectReleases(folders, signal);
    expect(await there()).toEqual(['r1', 'r4', 'r5', 'r6', 'r7']);
  });
});

describe('the live manifest', () => {
  it('is undefined before the first release', async () => {
    expect(await liveManifest(folders)).toBeUndefined();
    expect(await liveRoot(folders)).toBeUndefined();
  });

  it('is undefined when it is damaged, so that the site is built anew', async () => {
    await publish('r1');
    await writeFile(join(folders.releases, 'r1/release.json'), '{"id":');
    expect(await liveManifest(folders)).toBeUndefined();
    expect(existsSync(join((await liveRoot(folders)) ?? '', 'a.txt'))).toBe(true);
  });
});
