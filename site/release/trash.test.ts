import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type Folders, readSettings } from '../kernel/settings.ts';
import { emptyTrash, moveToTrash } from './trash.ts';

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
  await moveToTrash(folders, folder);
  expect(await readdir(data)).not.toContain('old');
  expect(await readdir(folders.trash)).toHaveLength(1);
  expect(await emptyTrash(folders, never)).toBe(false);
  expect(await readdir(folders.trash)).toEqual([]);
});

it('takes folders of one name away, and minds none that is gone', async () => {
  for (let round = 0; round < 3; round += 1) await moveToTrash(folders, await folderOf(1));
  await moveToTrash(folders, join(data, 'gone'));
  expect(await readdir(folders.trash)).toHaveLength(3);
});

it('deletes some at a time, until nothing is left', async () => {
  await moveToTrash(folders, await folderOf(20));
  let slices = 0;
  let more = true;
  while (more) {
    let files = 10;
    more = await emptyTrash(folders, () => --files < 0);
    slices += 1;
    expect(slices).toBeLessThan(30);
  }
  expect(slices).toBeGreaterThan(2);
  expect(await readdir(folders.trash)).toEqual([]);
});

it('deletes beside another process that does the same', async () => {
  await moveToTrash(folders, await folderOf(200));
  await Promise.all([emptyTrash(folders, never), emptyTrash(folders, never)]);
  await emptyTrash(folders, never);
  expect(await readdir(folders.trash)).toEqual([]);
});

it('has nothing to do where nothing was ever discarded', async () => {
  expect(await emptyTrash(folders, never)).toBe(false);
});

it('deletes now what it cannot move', async () => {
  const folder = await folderOf(2);
  await mkdir(join(data, 'releases'));
  await writeFile(folders.trash, 'a file where the folder would be');
  await moveToTrash(folders, folder);
  expect(await readdir(data)).not.toContain('old');
});
