import { execFileSync, spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startPostgres, type TestPostgres } from '../cms/test/postgres.ts';
import { freePort } from './lib/ports.ts';
import { root } from './lib/root.ts';
import { secretNames } from './lib/secrets.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'start-'));
});
afterEach(() => rm(folder, { recursive: true }));

/** Runs `npm start` with these settings and words to its end, which must come before anything is built. */
async function start(settings: Record<string, string>, words: string[] = [], hear = (_: string) => {}) {
  const child = spawn(process.execPath, ['--no-warnings', join(root, 'scripts/start.ts'), ...words], {
    env: { PATH: process.env.PATH, DATA_DIR: folder, CMS_PORT: '1', SITE_PORT: '2', ...settings },
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk) => {
      output += chunk;
      hear(output);
    });
  const status = await new Promise((resolve) => child.on('close', resolve));
  return { status, output };
}

it('says which port is taken, in one line', async () => {
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
  const address = other.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  expect(await start({ CMS_PORT: String(port) })).toEqual({
    status: 1,
    output: `Port ${port} is taken by another program: stop that program, or choose another port with CMS_PORT=${port + 1}.\n`,
  });
  other.close();
});

it('says which data folder it cannot write to, in one line', async () => {
  const blocked = join(folder, 'a-file');
  await writeFile(blocked, '');
  const { status, output } = await start({ DATA_DIR: join(blocked, 'data') });
  expect(status).toBe(1);
  expect(output).toMatch(/^The data folder .*a-file\/data cannot be written to \(ENOTDIR\): .*\n$/);
});

it('names the setting that is wrong, in one line', async () => {
  expect(await start({ SITE_PORT: 'eighty' })).toEqual({
    status: 1,
    output: 'SITE_PORT is "eighty": it must be a port, a whole number from 1 to 65535.\n',
  });
});

it("names each of the CMS's settings that is wrong", async () => {
  const { status, output } = await start({ SMTP_URL: 'mail', DATABASE_URL: 'mysql://localhost/cms' });
  expect(status).toBe(1);
  expect(output).toMatch(/^These settings are wrong.*\n {2}DATABASE_URL: .*\n {2}SMTP_URL: .*\n$/);
});

it('knows no word but --wait', async () => {
  expect(await start({}, ['--wiat'])).toEqual({
    status: 1,
    output: 'npm start knows no “--wiat”, only --wait.\n',
  });
});

describe('a database that does not let the CMS in', () => {
  let server: TestPostgres;
  const psql = (sql: string) =>
    execFileSync(join(process.env.PG_BIN ?? '', 'psql'), [server.url, '-qAtc', sql], {
      encoding: 'utf8',
    }).trim();
  const addressOf = (user: string, name: string) => {
    const url = new URL(server.url);
    return `postgres://${user}@${url.host}/${name}`;
  };
  /** Only what is not there yet stops it before anything is built. */
  const ends = (DATABASE_URL: string, words: string[] = [], hear?: (said: string) => void) =>
    start({ DATABASE_URL, ...ports }, words, hear);
  let ports: Record<string, string>;

  beforeAll(async () => {
    server = await startPostgres();
    ports = { CMS_PORT: String(await freePort()), SITE_PORT: String(await freePort()) };
    psql("create role locked login password 'right'");
    psql('create database closed');
    psql('revoke connect on database closed from public');
    const file = psql('show hba_file');
    await writeFile(file, `host all locked 127.0.0.1/32 scram-sha-256\n${await readFile(file, 'utf8')}`);
    psql('select pg_reload_conf()');
  });
  afterAll(() => server?.stop());

  it.each([
    ['a wrong password', 'locked:canary', 'postgres', 'does not take this user and password'],
    ['no password', 'locked', 'postgres', 'cannot be used'],
    ['an unknown user', 'nobody:canary', 'postgres', 'does not let this user in'],
    ['an unknown database', 'cms', 'missing', 'has no database of this name'],
    ['a closed database', 'locked:right', 'closed', 'does not let this user into this database'],
  ])('ends the start at once, and is not waited for: %s', async (_, user, name, words) => {
    const { status, output } = await ends(addressOf(user, name), ['--wait']);
    expect(status).toBe(1);
    expect(output).toMatch(/^The database server at .*\n$/);
    expect(output).toContain(words);
    expect(output).not.toMatch(/canary|right/);
  });

  it('ends the start at once where it does not answer, and says how to wait', async () => {
    await server.down();
    const { status, output } = await ends(addressOf('cms:canary', 'postgres'));
    expect(status).toBe(1);
    expect(output).toMatch(
      /^The database server at .* does not answer\. Start it, .* npm start -- --wait\.\n$/,
    );
    expect(output).not.toContain('canary');
    await server.up();
  });

  it('is waited for with --wait, and the start goes on by itself', async () => {
    await server.down();
    let said = '';
    // With a setting that is wrong only once the server answers, so that nothing is built.
    const ended = ends(addressOf('cms', 'missing'), ['--wait'], (output) => {
      said = output;
    });
    await expect.poll(() => said, { timeout: 240_000 }).toContain('does not answer. Waiting for it …');
    await server.up();
    expect(await ended).toMatchObject({ status: 1, output: expect.stringContaining('has no database') });
  });
});

it('does not start in production without secrets', async () => {
  const { status, output } = await start({ NODE_ENV: 'production' });
  expect(status).toBe(1);
  expect(output).toContain('EXPORT_TOKEN is missing');
  expect(output.trim()).not.toContain('\n');
});

it('does not start in production without addresses and a sender of its own, and names each', async () => {
  const long = 'x'.repeat(43);
  const secrets = Object.fromEntries(secretNames.map((name) => [name, long]));
  const { status, output } = await start({ NODE_ENV: 'production', ...secrets });
  expect(status).toBe(1);
  expect(output).toMatch(
    /^These settings are wrong.*\n {2}CMS_URL: is missing.*\n {2}SITE_URL: is missing.*\n {2}MAIL_FROM: is .*\n$/,
  );
});
