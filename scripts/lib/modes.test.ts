import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmod, link, mkdir, mkdtemp, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { setModes } from './modes.ts';

let data: string;
beforeEach(async () => {
  data = await mkdtemp(join(tmpdir(), 'modes-'));
});
afterEach(() => rm(data, { recursive: true }));

const FILES = [
  'cms.db',
  'cms.db-wal',
  'secrets.env',
  'seeded.json',
  'logs/cms.log',
  'mail/one.eml',
  'backups/deep/one',
  'public/uploads/one.png',
  'cache/images/one.avif',
  'releases/r1/release.json',
  'releases/r1/site/index.html',
  'releases/r1/site/en/index.html',
  'assets/_astro/one.js',
  'assets/departed.json',
];

/** Makes a data folder as a process with this umask would. */
async function fill(umask: number): Promise<void> {
  const before = process.umask(umask);
  try {
    for (const file of FILES) {
      await mkdir(join(data, dirname(file)), { recursive: true });
      await writeFile(join(data, file), '');
    }
    await mkdir(join(data, 'releases/.spares/1'), { recursive: true });
    await link(join(data, 'cache/images/one.avif'), join(data, 'releases/r1/site/one.avif'));
    await symlink('releases/r1', join(data, 'live'));
  } finally {
    process.umask(before);
  }
}

const modeOf = async (path: string) => ((await stat(join(data, path))).mode & 0o777).toString(8);

it.each([0o022, 0o077, 0o000])('shuts all but the releases, after a umask of %o', async (umask) => {
  await fill(umask);
  setModes(data);
  expect(await modeOf('.')).toBe('711');
  for (const folder of ['logs', 'mail', 'backups', 'backups/deep', 'public', 'public/uploads', 'cache']) {
    expect([folder, await modeOf(folder)]).toEqual([folder, '700']);
  }
  for (const file of FILES.filter((name) => !/^(cache|releases|assets)/.test(name))) {
    expect([file, await modeOf(file)]).toEqual([file, '600']);
  }
  expect(await modeOf('releases/.spares')).toBe('700');
  for (const folder of [
    'releases',
    'releases/r1',
    'releases/r1/site',
    'releases/r1/site/en',
    'assets/_astro',
  ]) {
    expect([folder, await modeOf(folder)]).toEqual([folder, '755']);
  }
  for (const file of ['releases/r1/release.json', 'releases/r1/site/index.html', 'assets/_astro/one.js']) {
    expect([file, await modeOf(file)]).toEqual([file, '644']);
  }
});

// Only root may become somebody else.
it.runIf(process.getuid?.() === 0)('lets another user read the live site and nothing else', async () => {
  await fill(0o077);
  setModes(data);
  const nobody = Number(execFileSync('id', ['-u', 'nobody'], { encoding: 'utf8' }));
  const reads = (path: string) => spawnSync('cat', [join(data, path)], { uid: nobody }).status === 0;
  for (const file of ['live/site/index.html', 'live/site/one.avif', 'assets/_astro/one.js']) {
    expect([file, reads(file)]).toEqual([file, true]);
  }
  for (const file of FILES.filter((name) => !/^(releases|assets)/.test(name))) {
    expect([file, reads(file)]).toEqual([file, false]);
  }
  expect(spawnSync('ls', [data], { uid: nobody }).status).not.toBe(0);
});

it('sets right what was made wrong later', async () => {
  await fill(0o022);
  setModes(data);
  await chmod(join(data, 'secrets.env'), 0o644);
  await chmod(join(data, 'releases/r1/site'), 0o700);
  setModes(data);
  expect(await modeOf('secrets.env')).toBe('600');
  expect(await modeOf('releases/r1/site')).toBe('755');
});

it('bears files that come and go meanwhile', async () => {
  await fill(0o022);
  const script = `import { rmSync, writeFileSync } from 'node:fs';
    console.log('begun');
    for (let turn = 0; turn < 1e9; turn += 1) {
      const file = ${JSON.stringify(data)} + '/state.' + (turn % 50) + '.tmp';
      writeFileSync(file, '');
      rmSync(file);
    }`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(child, 'exit');
  try {
    await once(child.stdout, 'data');
    for (let turn = 0; turn < 100; turn += 1) setModes(data);
  } finally {
    child.kill('SIGKILL');
    await ended;
  }
});

it('bears links that lead nowhere, as to a disk that is not there', async () => {
  for (const name of ['releases', 'cache']) await symlink('/none', join(data, name));
  await writeFile(join(data, 'secrets.env'), '', { mode: 0o644 });
  setModes(data);
  expect(await modeOf('secrets.env')).toBe('600');
});
