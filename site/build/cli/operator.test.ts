import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readlink, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { lock } from '../../kernel/lock.ts';
import { type Folders, readSettings } from '../../kernel/settings.ts';
import { releaseFolder, unfinishedRelease } from '../../release/release.ts';
import { putLive } from '../../test/put-live.ts';
import { runScript } from '../../test/run-script.ts';

let data: string;
let folders: Folders;
const live = () => readlink(folders.live);

beforeEach(async () => {
  data = await mkdtemp(join(tmpdir(), 'operator-'));
  ({ folders } = readSettings({ DATA_DIR: data }));
});
afterEach(() => rm(data, { recursive: true }));

/** Runs a command as an operator does, without any CMS. */
const run = (script: 'rollback' | 'verify', ...args: string[]) =>
  runScript(script, args, { DATA_DIR: data, CMS_URL: 'http://127.0.0.1:9', EXPORT_TOKEN: '' });

describe('npm run rollback', () => {
  it('shows the previous release within seconds, though a build is running, and says what it did', async () => {
    for (const id of ['r1', 'r2', 'r3']) await putLive(folders, id);
    const built = await lock(folders.lock, new AbortController().signal, () => undefined);
    const asked = Date.now();
    const { status, said } = await run('rollback');
    expect(Date.now() - asked).toBeLessThan(5000);
    built();
    expect(status).toBe(0);
    expect(said).toMatch(
      /Visitors now get release r2, built .*, instead of r3\.\n.*stays until you let it go/,
    );
    expect(await live()).toBe('releases/r2');
  });

  it('goes further back each time, and later past what went bad', async () => {
    for (const id of ['r1', 'r2', 'r3']) await putLive(folders, id);
    await run('rollback');
    await run('rollback');
    expect(await live()).toBe('releases/r1');
    await run('rollback', '--release');
    await putLive(folders, 'r4');
    await run('rollback');
    expect(await live()).toBe('releases/r1');
    expect((await run('rollback', '--list')).said).toMatch(
      /^r4 .*\(went bad\)\nr3 .*\(went bad\)\nr2 .*\(went bad\)\nr1 .*\(live\)\nThe site is held at release r1/,
    );
  });

  it('goes past releases that show the same state as the one that went bad', async () => {
    const bad = { revision: '2-2' };
    await putLive(folders, 'r1', { 'index.html': '' }, { revision: '1-1' });
    // The pages first, then their search index, then packed better.
    for (const id of ['r2', 'r3', 'r4']) await putLive(folders, id, { 'index.html': id }, bad);
    await run('rollback');
    expect(await live()).toBe('releases/r1');
  });

  it('goes to the release that is named', async () => {
    for (const id of ['r1', 'r2', 'r3']) await putLive(folders, id);
    expect((await run('rollback', 'r1')).status).toBe(0);
    expect(await live()).toBe('releases/r1');
    expect((await run('rollback', 'r9')).said).toContain('There is no release r9.');
  });

  it('never leads to a release that is not finished or has no manifest', async () => {
    await putLive(folders, 'r3');
    await mkdir(unfinishedRelease(folders, 'r2'), { recursive: true });
    await mkdir(releaseFolder(folders, 'r1'), { recursive: true });
    expect((await run('rollback')).status).toBe(1);
  });

  it('refuses and changes nothing when there is nothing to go back to', async () => {
    expect(await run('rollback')).toEqual({ status: 1, said: 'There is no live release yet.\n' });
    await putLive(folders, 'r1');
    const { status, said } = await run('rollback');
    expect([status, said]).toEqual([
      1,
      expect.stringContaining('There is no release before r1 that shows another state'),
    ]);
    expect(await live()).toBe('releases/r1');
    expect(existsSync(folders.pin)).toBe(false);
  });

  it('lets go what is held, and says so when nothing is', async () => {
    for (const id of ['r1', 'r2']) await putLive(folders, id);
    await run('rollback');
    expect((await run('rollback', '--release')).said).toContain('Release r1 is no longer held');
    expect((await run('rollback', '--release')).said).toContain('No release is held');
  });
});

describe('npm run verify', () => {
  it('is content with a whole release', async () => {
    await putLive(folders, 'r1');
    expect(await run('verify')).toEqual({
      status: 0,
      said: expect.stringContaining('Release r1 is whole: all 5 files'),
    });
  });

  it('names every file that is missing, changed or too many, and fails', async () => {
    await putLive(folders, 'r1', { 'index.html': 'home', 'x/index.html': 'x' });
    const site = join(releaseFolder(folders, 'r1'), 'site');
    await rm(join(site, 'x/index.html'));
    await writeFile(join(site, 'index.html'), 'defaced');
    await writeFile(join(site, 'shell.php'), '');
    const { status, said } = await run('verify');
    expect(status).toBe(1);
    for (const line of ['missing: site/x/index.html', 'changed: site/index.html', 'extra: site/shell.php']) {
      expect(said).toContain(line);
    }
  });

  it('fails where there is nothing to compare', async () => {
    expect(await run('verify')).toEqual({ status: 1, said: 'There is no live release yet.\n' });
    await putLive(folders, 'r1');
    await rm(join(releaseFolder(folders, 'r1'), 'release.json'));
    expect((await run('verify')).said).toContain('has no manifest that can be read');
  });
});
