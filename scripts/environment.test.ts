import { execFileSync } from 'node:child_process';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { chmod, copyFile, mkdir, mkdtemp, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadEnvironment, prepareDataDir } from './environment.ts';
import { Problem } from './lib/problem.mjs';
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
    ['CMS_URL', 'https://'],
    ['SITE_URL', 'https://exa mple.org'],
    ['SITE_URL', 'https://example.org/portal'],
    ['SITE_URL', 'https://example.org/?from=sms'],
    ['CMS_URL', 'https://admin:secret@example.org'],
    ['NODE_ENV', 'prod'],
    ['NODE_ENV', 'Production'],
    ['HOST', 'http://127.0.0.1'],
    ['HOST', '127.0.0.1:1337'],
    ['NODE_EXTRA_CA_CERTS', '/nowhere/ca.pem'],
  ])('names %s when it is %s', (name, value) => {
    expect(() => loadEnvironment({ [name]: value }, folder)).toThrow(`${name} is "${value}"`);
  });

  it('says what to write where something follows the host', () => {
    expect(() => loadEnvironment({ SITE_URL: 'https://example.org/portal/' }, folder)).toThrow(
      'SITE_URL is "https://example.org/portal/": nothing may follow its host, write https://example.org',
    );
  });

  it.each([
    ['https://example.org/', 'https://example.org'],
    ['  https://Example.ORG  ', 'https://example.org'],
    ['https://example.org:443', 'https://example.org'],
    ['https://example.org:8443/', 'https://example.org:8443'],
    ['https://সুরক্ষা.বাংলা', 'https://xn--p5b7cwab7ao0g.xn--54b7fta0cc'],
  ])('hands the origin of %s on as browsers write it', (value, origin) => {
    expect(loadEnvironment({ SITE_URL: value }, folder).env.SITE_URL).toBe(origin);
    expect(loadEnvironment({ CMS_URL: value }, folder).env.CMS_URL).toBe(origin);
  });

  it('refuses one address for both', () => {
    const both = { CMS_URL: 'https://example.org/', SITE_URL: 'https://EXAMPLE.org' };
    expect(() => loadEnvironment(both, folder)).toThrow('CMS_URL and SITE_URL are both https://example.org');
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

describe('.env', () => {
  const file = () => join(folder, '.env');

  it('may begin with a mark, end its lines as on Windows and quote values', async () => {
    const lines = [
      'DATA_DIR="my data"',
      "SITE_URL='https://example.org'",
      'CMS_PORT = 2000 ',
      'export SITE_PORT=3000',
    ];
    await writeFile(file(), `\uFEFF${lines.join('\r\n')}\r\n`);
    expect(loadEnvironment({}, folder)).toMatchObject({
      dataDir: join(folder, 'my data'),
      cmsPort: 2000,
      sitePort: 3000,
      env: { SITE_URL: 'https://example.org' },
    });
  });

  it('is refused in one sentence where it is a folder', async () => {
    await mkdir(file());
    expect(() => loadEnvironment({}, folder)).toThrow(
      new Problem(`${file()} is a folder: make it a file with a line for each setting.`),
    );
  });

  it('is refused in one sentence where it leads nowhere', async () => {
    await symlink(join(folder, 'gone'), file());
    expect(() => loadEnvironment({}, folder)).toThrow(
      new Problem(`${file()} cannot be read (ENOENT): let this user read it, or take it away.`),
    );
  });

  it('is refused in one sentence where it is no UTF-8', async () => {
    await writeFile(file(), Buffer.from('\uFEFFDATA_DIR=data\r\n', 'utf16le'));
    expect(() => loadEnvironment({}, folder)).toThrow(
      new Problem(`${file()} is not UTF-8 text: save it as plain text in UTF-8.`),
    );
  });

  // Root reads everything; who may not is another user.
  it.skipIf(process.getuid?.() !== 0)(
    'is refused in one sentence where this user may not read it',
    async () => {
      await writeFile(file(), 'DATA_DIR=data\n', { mode: 0o600 });
      await chmod(folder, 0o755);
      const module = JSON.stringify(new URL('environment.ts', import.meta.url).href);
      const script = `const { loadEnvironment } = await import(${module});
      process.setuid(65534);
      try { loadEnvironment({}, ${JSON.stringify(folder)}); } catch (error) { console.log(error.message); }`;
      const said = execFileSync(process.execPath, ['--no-warnings', '--input-type=module', '-e', script], {
        encoding: 'utf8',
      });
      expect(said).toBe(`${file()} cannot be read (EACCES): let this user read it, or take it away.\n`);
    },
  );
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

/** What one process tells another, or the system tells all; nobody sets these. */
const INTERNAL = {
  EXPORT_FILE: 'the builder to Astro',
  MEDIA_DIR: 'the builder to Astro',
  OUT_DIR: 'the builder to Astro',
  CACHE_DIR: 'the builder to Astro',
  PG_DUMP: 'the backup to its snapshot',
  PGHOST: 'the backup to PostgreSQL’s programs',
  PGDATABASE: 'the backup to PostgreSQL’s programs',
  PGPASSWORD: 'the backup to PostgreSQL’s programs',
  TZ: 'the platform to all that it starts',
  PLATFORM_PART: 'a part’s start to the part',
  PLATFORM_PART_ADDRESS: 'a part’s start to the part',
  NOTIFY_SOCKET: 'systemd',
  WATCHDOG_USEC: 'systemd',
  WATCHDOG_PID: 'systemd',
  RUNTIME_DIRECTORY: 'systemd',
  INVOCATION_ID: 'systemd',
  PATH: 'the system',
  INIT_CWD: 'npm',
};

/** The names of all settings that the code of the platform and of its commands reads, tests aside. */
function settingsRead(): string[] {
  const files = globSync(
    '{scripts,cms/config,cms/src,site/src,site/kernel,site/release,site/build,site/serve}/**/*.{ts,mjs}',
    {
      cwd: root,
    },
  ).filter((file) => !/\.test\.ts$|^scripts\/(test|load|guide)\//.test(file));
  return files.flatMap((file) => {
    const text = readFileSync(join(root, file), 'utf8');
    const schema = /settings\.ts$/.test(file) ? text.matchAll(/^\s+([A-Z][A-Z\d_]+):/gm) : [];
    const members = text.matchAll(/\b(?:env|environment|given|named)\.([A-Z][A-Z\d_]+)\b/g);
    const asked = text.matchAll(/\((?:env|named), '([A-Z][A-Z\d_]+)'/g);
    const taken = [
      ...text.matchAll(/\{([^{}]*)\}(?: = [\w.#]*\b(?:env|named)\b|: (?:Variables|NodeJS\.ProcessEnv))/g),
    ].flatMap(([, names = '']) => [...names.matchAll(/(?:^|,)\s*([A-Z][A-Z\d_]+)/g)]);
    return [...schema, ...members, ...asked, ...taken].map(([, name = '']) => name);
  });
}

describe('.env.example', () => {
  const example = join(root, '.env.example');

  it('has every setting that code reads, and none that it does not', async () => {
    const text = await readFile(example, 'utf8');
    const [, elsewhere = ''] = /# Read from the environment alone([\s\S]+)$/.exec(text) ?? [];
    const documented = new Set([
      ...Object.keys(parseEnv(text)),
      ...(elsewhere.match(/\b[A-Z]+_[A-Z_]+\b/g) ?? []).filter((name) => !name.startsWith('AWS_')),
    ]);
    const read = new Set(settingsRead().filter((name) => !(name in INTERNAL)));
    expect([...read].filter((name) => !documented.has(name)).sort()).toEqual([]);
    expect([...documented].filter((name) => !read.has(name)).sort()).toEqual([]);
  });

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
