import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type Folders, readSettings } from '../kernel/settings.ts';
import { discard, emptyDiscarded } from './trash.ts';

let data: string;
let folders: Folders;

beforeEach(async () => {
  data = await mkdtemp(join(tmpdir(), 'discarded-'));
  ({ folders } = readSettings({ DATA_DIR: data }));
});
afterEach(() => rm(data, { recursive: true }));

/** A folder of so many pages, each in a folder of its own. */
async function folderOf(pages: number, name = 'old'): Promise<string> {
  const folder = join(data, name);
  for (let page = 0; page < pages; page += 1) {
    await mkdir(join(folder, `stories/${page}`), { recursive: true });
    await writeFile(join(folder, `stories/${page}/index.html`), 'old');
  }
  return folder;
}

const never = () => false;

it('takes a folder away at once and deletes it later', async () => {
  const folder = await folderOf(3);
  await discard(folders, folder);
  expect(await readdir(data)).not.toContain('old');
  expect(await readdir(folders.discarded)).toHaveLength(1);
  expect(await emptyDiscarded(folders, never)).toBe(false);
  expect(await readdir(folders.discarded)).toEqual([]);
});

it('takes folders of one name away, and minds none that is gone', async () => {
  for (let round = 0; round < 3; round += 1) await discard(folders, await folderOf(1));
  await discard(folders, join(data, 'gone'));
  expect(await readdir(folders.discarded)).toHaveLength(3);
});

it('deletes some at a time, until nothing is left', async () => {
  await discard(folders, await folderOf(20));
  let slices = 0;
  let more = true;
  while (more) {
    let files = 10;
    more = await emptyDiscarded(folders, () => --files < 0);
    slices += 1;
    expect(slices).toBeLessThan(30);
  }
  expect(slices).toBeGreaterThan(2);
  expect(await readdir(folders.discarded)).toEqual([]);
});

it('deletes beside another process that does the same', async () => {
  await discard(folders, await folderOf(200));
  await Promise.all([emptyDiscarded(folders, never), emptyDiscarded(folders, never)]);
  await emptyDiscarded(folders, never);
  expect(await readdir(folders.discarded)).toEqual([]);
});

it('has nothing to do where nothing was ever discarded', async () => {
  expect(await emptyDiscarded(folders, never)).toBe(false);
});

it('deletes now what it cannot move', async () => {
  const folder = await folderOf(2);
  await mkdir(join(data, 'releases'));
  await writeFile(folders.discarded, 'a file where the folder would be');
  await discard(folders, folder);
  expect(await readdir(data)).not.toContain('old');
});
