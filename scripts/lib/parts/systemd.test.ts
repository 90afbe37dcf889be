import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { outdated, UNIT_NAMES, unitAdvice, unitsOf } from './systemd.ts';

const ANALYZE = '/usr/bin/systemd-analyze';
/** Ten times the exposure that systemd-analyze may find. */
const MOST = 25;
const settings = {
  dataDir: '/srv/social-protection',
  host: '127.0.0.1',
  env: { BACKUP_REPOSITORY: '/var/backups/platform', BACKUP_WITNESS: 'file:///mnt/witness/head.txt' },
};
const user = userInfo().username;

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'units-'));
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true });
});

async function install(units = unitsOf({ settings, user })): Promise<string[]> {
  for (const [name, text] of units) await writeFile(join(folder, name), text);
  return [...units.keys()].map((name) => join(folder, name));
}

// Where systemd is not installed nobody installs units either.
describe.runIf(existsSync(ANALYZE))('systemd', () => {
  it('understands the units', async () => {
    const files = await install();
    const { status, stderr } = spawnSync(ANALYZE, ['verify', ...files], { encoding: 'utf8' });
    // What it says of others' units is not about ours.
    expect(stderr.split('\n').filter((line) => line.includes('social-protection'))).toEqual([]);
    expect(status).toBe(0);
  });

  it('finds each of them little exposed', async () => {
    const services = (await install()).filter((file) => file.endsWith('.service'));
    expect(services).toHaveLength(4);
    for (const file of services) {
      execFileSync(ANALYZE, ['security', '--offline=true', `--threshold=${MOST}`, '--no-pager', file]);
    }
  });
});

it('lets each part write where it must, and nowhere else', () => {
  const units = unitsOf({ settings, user });
  const written = (part: string) =>
    /^ReadWritePaths=(.*)$/m.exec(units.get(`social-protection-${part}.service`) ?? '')?.[1]?.split(' ');
  // A backup's disk that is not there keeps nothing from starting.
  expect(written('cms')).toEqual(['/srv/social-protection', '-/var/backups/platform', '-/mnt/witness']);
  expect(units.get('social-protection-cms.service')).toMatch(
    /^RequiresMountsFor=\S+ \/srv\/social-protection$/m,
  );
  for (const part of ['builder', 'site', 'health']) expect(written(part)).toEqual(['/srv/social-protection']);
});

it('lets them write to renderers that several data folders share, wherever those are', () => {
  const written = (RENDERER_DIR: string) =>
    unitsOf({ settings: { ...settings, env: { RENDERER_DIR } }, user, folder: '/opt/platform' })
      .get('social-protection-builder.service')
      ?.match(/^ReadWritePaths=.* (.*)$/m)?.[1];
  expect(['renderers', '/srv/renderers'].map(written)).toEqual(['/opt/platform/renderers', '/srv/renderers']);
});

it('does not shut the builder in where the CMS listens at another address of the machine', () => {
  const builder = (host: string) =>
    unitsOf({ settings: { ...settings, host }, user }).get('social-protection-builder.service');
  expect(builder('127.0.0.1')).toContain('IPAddressAllow=localhost');
  expect(builder('10.0.0.7')).not.toContain('IPAddress');
});

it('has on a machine of the CMS alone no unit of the site, nor of what looks after it', () => {
  const units = unitsOf({ settings, user, parts: ['cms'] });
  expect([...units.keys()]).toEqual(['social-protection.target', 'social-protection-cms.service']);
  expect(units.get('social-protection.target')).toMatch(/^Wants=social-protection-cms.service$/m);
  expect(UNIT_NAMES).toEqual(expect.arrayContaining([...unitsOf({ settings, user }).keys()]));
});

it.each(['/srv/a b', '/srv/100%', '/srv/$x', '/srv/a\nUser=root'])('refuses the path %j', (dataDir) => {
  expect(() => unitsOf({ settings: { ...settings, dataDir }, user })).toThrow('cannot stand in a unit');
});

it('names units that are missing or otherwise than they would be written now, and says so at a start', async () => {
  const options = { settings, user };
  expect(outdated(unitsOf(options), folder)).toHaveLength(6);
  await install();
  expect(outdated(unitsOf(options), folder)).toEqual([]);
  const moved = { settings: { ...settings, dataDir: '/srv/other' }, user };
  expect(outdated(unitsOf(moved), folder)).toContain('social-protection-site.service');
  // By hand nothing is said.
  expect(unitAdvice('site', moved, folder)).toBeUndefined();
  vi.stubEnv('INVOCATION_ID', '1');
  expect(unitAdvice('site', moved, folder)).toContain('run npm run systemd -- --install as root');
  expect(unitAdvice('site', options, folder)).toBeUndefined();
});

it('bears a unit that it may not read: a part starts all the same', async () => {
  vi.stubEnv('INVOCATION_ID', '1');
  // A folder cannot be read as a file, by root neither.
  await mkdir(join(folder, 'social-protection-site.service'));
  expect(unitAdvice('site', { settings, user }, folder)).toBeUndefined();
});
