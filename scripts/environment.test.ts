import { existsSync } from 'node:fs';
import { copyFile, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadEnvironment, prepareDataDir } from './environment.ts';
import { root } from './lib/root.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'environment-'));
});
afterEach(() => rm(folder, { recursive: true }));

const long = 'x'.repeat(40);
const secrets = {
  APP_KEYS: `${long},${long}`,
  API_TOKEN_SALT: long,
  ADMIN_JWT_SECRET: long,
  TRANSFER_TOKEN_SALT: long,
  ENCRYPTION_KEY: long,
  EXPORT_TOKEN: long,
  UPLOAD_URL_SECRET: long,
  REBUILD_WEBHOOK_SECRET: long,
  PREVIEW_SECRET: long,
};

describe('settings', () => {
  it('has defaults for a first start', () => {
    const settings = loadEnvironment({}, folder);
    expect(settings).toMatchObject({
      dataDir: join(folder, 'data'),
      localCmsUrl: 'http://127.0.0.1:1337',
      localSiteUrl: 'http://127.0.0.1:4321',
      production: false,
    });
    expect(settings.env.SITE_URL).toBe('http://127.0.0.1:4321');
    expect(settings.env.CMS_URL).toBeUndefined();
  });

  it('prefers the environment to .env, and takes an empty value for none', async () => {
    await writeFile(join(folder, '.env'), 'CMS_PORT=2000\nSITE_PORT=3000\nDATA_DIR=elsewhere\n');
    const settings = loadEnvironment({ CMS_PORT: '2001', SITE_PORT: '' }, folder);
    expect(settings).toMatchObject({ cmsPort: 2001, sitePort: 3000, dataDir: join(folder, 'elsewhere') });
    expect(settings.env.DATA_DIR).toBe(join(folder, 'elsewhere'));
  });

  it.each([
    ['CMS_PORT', 'abc'],
    ['CMS_PORT', '0'],
    ['SITE_PORT', '70000'],
    ['SITE_PORT', '80.5'],
    ['SITE_URL', 'example.org'],
    ['CMS_URL', 'ftp://example.org'],
  ])('names %s when it is %s', (name, value) => {
    expect(() => loadEnvironment({ [name]: value }, folder)).toThrow(`${name} is "${value}"`);
  });

  it('refuses one port for both servers', () => {
    expect(() => loadEnvironment({ CMS_PORT: '4321' }, folder)).toThrow(
      'CMS_PORT and SITE_PORT are both 4321',
    );
  });

  it('reaches a server that listens everywhere on this machine', () => {
    expect(loadEnvironment({ HOST: '0.0.0.0' }, folder).localCmsUrl).toBe('http://127.0.0.1:1337');
    expect(loadEnvironment({ HOST: '::1' }, folder).localCmsUrl).toBe('http://[::1]:1337');
  });
});

describe('secrets', () => {
  const file = () => join(folder, 'data/secrets.env');

  it('are made once, differ, and are for the owner alone', async () => {
    const first = loadEnvironment({}, folder).env;
    expect(first.EXPORT_TOKEN).toMatch(/^[\w-]{43}$/);
    expect(first.APP_KEYS?.split(',')).toHaveLength(4);
    expect(new Set(Object.keys(secrets).map((name) => first[name])).size).toBe(Object.keys(secrets).length);
    expect((await stat(file())).mode & 0o777).toBe(0o600);
    expect(loadEnvironment({}, folder).env).toEqual(first);
  });

  it('are added to the file when a new version needs one more', async () => {
    const first = loadEnvironment({}, folder).env;
    const lines = (await readFile(file(), 'utf8'))
      .split('\n')
      .filter((line) => !line.startsWith('EXPORT_TOKEN'));
    await writeFile(file(), lines.join('\n'));
    const second = loadEnvironment({}, folder).env;
    expect(second.API_TOKEN_SALT).toBe(first.API_TOKEN_SALT);
    expect(second.EXPORT_TOKEN).toMatch(/^[\w-]{43}$/);
    expect(second.EXPORT_TOKEN).not.toBe(first.EXPORT_TOKEN);
  });

  it('given in the environment win, samples do not', () => {
    const { env } = loadEnvironment({ EXPORT_TOKEN: 'mine', ENCRYPTION_KEY: 'sample-key' }, folder);
    expect(env.EXPORT_TOKEN).toBe('mine');
    expect(env.ENCRYPTION_KEY).toMatch(/^[\w-]{43}$/);
  });
});

describe('in production', () => {
  const production = (more: object) => () =>
    loadEnvironment({ NODE_ENV: 'production', ...secrets, ...more }, folder);

  it('starts with real secrets and writes none', () => {
    expect(production({})().production).toBe(true);
    expect(existsSync(join(folder, 'data'))).toBe(false);
  });

  it.each([
    ['is missing', { ENCRYPTION_KEY: undefined }, 'ENCRYPTION_KEY is missing'],
    ['is a sample', { EXPORT_TOKEN: `sample-${long}` }, 'EXPORT_TOKEN is still the sample'],
    ['is short', { ADMIN_JWT_SECRET: 'short' }, 'ADMIN_JWT_SECRET is shorter than 32'],
    ['is one short key of many', { APP_KEYS: `${long},short` }, 'APP_KEYS is shorter than 32'],
  ])('refuses a secret that %s', (_, more, message) => {
    expect(production(more)).toThrow(message);
  });
});

it('says which data folder cannot be made', async () => {
  const blocked = join(folder, 'a-file');
  await writeFile(blocked, '');
  expect(() => prepareDataDir(join(blocked, 'data'))).toThrow(`The data folder ${join(blocked, 'data')}`);
});

describe('.env.example', () => {
  const example = join(root, '.env.example');

  it.each(['cms/src/settings.ts', 'site/builder/settings.ts'])(
    'documents every setting of %s',
    async (file) => {
      const documented = parseEnv(await readFile(example, 'utf8'));
      const read = (await readFile(join(root, file), 'utf8')).matchAll(/^\s+([A-Z][A-Z0-9_]+):/gm);
      const names = [...read].map(([, name]) => name);
      expect(names).toContain('DATA_DIR');
      expect(Object.keys(documented)).toEqual(expect.arrayContaining(names));
    },
  );

  it('works as .env when nothing is changed, with real secrets in place of the samples', async () => {
    const { env: fresh, ...settings } = loadEnvironment({}, folder);
    await copyFile(example, join(folder, '.env'));
    const { env, ...copied } = loadEnvironment({}, folder);
    expect(copied).toEqual(settings);
    expect(env).toMatchObject(fresh);
  });

  it('is refused in production', async () => {
    await copyFile(example, join(folder, '.env'));
    expect(() => loadEnvironment({ NODE_ENV: 'production' }, folder)).toThrow(
      'EXPORT_TOKEN is still the sample from .env.example',
    );
  });
});
