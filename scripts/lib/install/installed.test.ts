import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { npmFinished } from './installed.mjs';

const lock = {
  '': { version: '0.1.0' },
  cms: { version: '0.1.0' },
  'node_modules/cms': { resolved: 'cms', link: true },
  'node_modules/zod': { version: '4.6.7' },
  'node_modules/for-macs': { version: '1.0.0', optional: true },
};
const { '': _project, 'node_modules/for-macs': _other, ...present } = lock;

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'installed-'));
  await mkdir(join(folder, 'node_modules'));
  await writeFile(join(folder, 'package-lock.json'), JSON.stringify({ packages: lock }));
});
afterEach(() => rm(folder, { recursive: true }));

const installed = (packages: object) =>
  writeFile(join(folder, 'node_modules/.package-lock.json'), JSON.stringify({ packages }));

it('accepts what npm installed, without the packages of other platforms', async () => {
  await installed(present);
  expect(npmFinished(folder)).toBe(true);
});

it('refuses an install that was interrupted', () => {
  expect(npmFinished(folder)).toBe(false);
});

it('refuses another version and a missing package', async () => {
  await installed({ ...present, 'node_modules/zod': { version: '4.6.6' } });
  expect(npmFinished(folder)).toBe(false);
  const { 'node_modules/zod': _zod, ...without } = present;
  await installed(without);
  expect(npmFinished(folder)).toBe(false);
});

it('does without what only building and testing need where that is said', async () => {
  const tool = { version: '5.9.3', dev: true };
  await writeFile(
    join(folder, 'package-lock.json'),
    JSON.stringify({ packages: { ...lock, 'node_modules/typescript': tool } }),
  );
  await installed(present);
  expect(npmFinished(folder)).toBe(false);
  expect(npmFinished(folder, false)).toBe(true);
  await installed({});
  expect(npmFinished(folder, false)).toBe(false);
});
