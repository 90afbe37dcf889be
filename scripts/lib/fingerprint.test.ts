import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { fingerprint } from './fingerprint.ts';

let folder: string;
const now = () => fingerprint(['src/**', 'lock.json'], folder);

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fingerprint-'));
  await mkdir(join(folder, 'src/deep'), { recursive: true });
  await writeFile(join(folder, 'src/deep/a.ts'), 'a');
  await writeFile(join(folder, 'lock.json'), '{}');
});
afterEach(() => rm(folder, { recursive: true }));

it('is the same while nothing changes', () => {
  expect(now()).toBe(now());
});

it('changes with the contents, the name and the number of files', async () => {
  const seen = new Set([now()]);
  await writeFile(join(folder, 'src/deep/a.ts'), 'b');
  seen.add(now());
  await rename(join(folder, 'src/deep/a.ts'), join(folder, 'src/deep/b.ts'));
  seen.add(now());
  await writeFile(join(folder, 'src/c.ts'), '');
  seen.add(now());
  expect(seen.size).toBe(4);
});

it('does not change with a test or a file outside the patterns', async () => {
  const before = now();
  await writeFile(join(folder, 'src/a.test.ts'), 'test');
  await writeFile(join(folder, 'README.md'), 'text');
  expect(now()).toBe(before);
});
