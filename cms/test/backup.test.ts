import { execFileSync, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { checkRestored } from '../../scripts/backup/check-restored.ts';
import type { Inventory } from '../../scripts/backup/inventory.ts';
import { makeOutside, type Outside } from './backup-place.ts';
import { MANY_UPLOADS, writeAllTheTime } from './busy-writers.ts';
import { createBasics, send, startCms, type TestCms } from './cms.ts';
import { runCommand, startCommand } from './commands.ts';
import { newSecrets } from './prepared.ts';

const SHA256_OF_NOTHING = createHash('sha256').digest('hex');
const PATIENCE = { timeout: 240_000, interval: 200 };

let cms: TestCms;
let outside: Outside;

const backup = (...words: string[]) => runCommand('backup', words);
const restore = (...words: string[]) => runCommand('restore', words);
const repository = () => String(outside.settings.BACKUP_REPOSITORY);
const state = async () => JSON.parse(await readFile(path.join(cms.dataDir, 'backup.json'), 'utf8'));

beforeAll(async () => {
  outside = await makeOutside();
  // The CMS that starts now makes backups by itself.
  Object.assign(process.env, outside.settings, MANY_UPLOADS);
  cms = await startCms();
  await createBasics(cms);
});
afterAll(async () => {
  await cms.stop();
  await outside.remove();
});

it('makes a backup by itself as soon as the CMS runs', async () => {
  await vi.waitFor(async () => expect((await state()).last?.snapshot).toMatch(/^[0-9a-f]{8}$/), PATIENCE);
  expect((await backup('--list')).said).toContain((await state()).last.snapshot);
});

it('restores what ten writers were writing to, secrets included, and overwrites nothing', async () => {
  const writers = await writeAllTheTime(cms, 10);
  const made = await backup();
  await writers.stop();
  expect(made).toMatchObject({ status: 0, said: expect.stringContaining('End of the audit record') });
  expect(writers.written()).toBeGreaterThan(10);

  const { folder, words } = await outside.emptyPlace();
  const restored = await restore('latest', ...words, '--identity', outside.key);
  expect(restored).toMatchObject({ status: 0, said: expect.stringContaining('are as the backup says') });
  expect(await readFile(path.join(folder, 'secrets.env'), 'utf8')).toContain(
    `ENCRYPTION_KEY=${process.env.ENCRYPTION_KEY}`,
  );
  expect(await readFile(path.join(folder, 'settings-of-backup.env'), 'utf8')).toContain(
    "BACKUP_PASSWORD='a password of the operator'",
  );
  expect((await readdir(path.join(folder, 'public/uploads'))).length).toBeGreaterThan(0);

  const again = await restore('latest', ...words, '--identity', outside.key);
  expect(again).toMatchObject({ status: 1, said: expect.stringContaining('is not empty') });
  if (process.env.DATABASE_URL) {
    const elsewhere = path.join(outside.folder, 'elsewhere');
    const full = await restore('latest', ...words, '--into', elsewhere, '--identity', outside.key);
    expect(full).toMatchObject({ status: 1, said: expect.stringMatching(/The database \w+ is not empty/) });
    expect(existsSync(elsewhere)).toBe(false);
  }
  const heads = (await readFile(path.join(outside.folder, 'heads.jsonl'), 'utf8')).trim().split('\n');
  expect(made.said).toContain(JSON.parse(heads.at(-1) ?? '').hash);
});

it('names all that is not as the backup noted when a CMS runs on what was restored', async () => {
  const { folder, words } = await outside.emptyPlace();
  expect(await restore('latest', ...words, '--identity', outside.key)).toMatchObject({ status: 0 });
  const inventory: Inventory = JSON.parse(dump('/backup-staging/inventory.json'));
  const [upload = ''] = Object.keys(inventory.uploads);
  const otherwise: Inventory = {
    ...inventory,
    export: { ...inventory.export, sha256: SHA256_OF_NOTHING },
    auditHead: inventory.auditHead && { ...inventory.auditHead, hash: SHA256_OF_NOTHING },
    uploads: { ...inventory.uploads, [upload]: { sha256: SHA256_OF_NOTHING, bytes: 0 } },
  };
  const [, , , databaseUrl = ''] = words;
  const env = { ...process.env, DATABASE_URL: databaseUrl };
  const place = { env, dataDir: folder, log: path.join(outside.folder, 'check.log') };
  const message = await checkRestored(otherwise, place).then(String, (error: Error) => error.message);
  expect(message).toContain('What is live is not as the backup noted');
  expect(message).toContain('The audit record is not as the backup noted');
  expect(message).toContain(`1 upload is not as the backup noted: ${upload} differs`);
});

const resticEnv = () => ({
  ...process.env,
  RESTIC_PASSWORD: outside.settings.BACKUP_PASSWORD,
  RESTIC_REPOSITORY: outside.settings.BACKUP_REPOSITORY,
});

/** What a file of the newest backup holds, for whoever has the repository and its password. */
function dump(file: string): string {
  const words = ['dump', 'latest', file, '--no-cache'];
  return execFileSync('restic', words, { env: resticEnv(), maxBuffer: 1e9 }).toString('latin1');
}

/** Leaves the repository as when the machine goes down while restic is at work. */
async function killRestic(): Promise<void> {
  const restic = spawn('restic', ['backup', '--stdin', '--no-cache'], {
    env: resticEnv(),
    stdio: ['pipe', 'ignore', 'inherit'],
  });
  const ended = once(restic, 'exit');
  const isLocked = async () => (await readdir(path.join(repository(), 'locks'))).length > 0;
  await vi.waitUntil(isLocked, PATIENCE);
  restic.kill('SIGKILL');
  await ended;
}

it('keeps the secrets from whoever has the repository and its password', async () => {
  expect(dump('/backup-staging/settings.env.age')).toMatch(/^age-encryption\.org\/v1/);
  const everything = dump('/');
  for (const secret of [process.env.ENCRYPTION_KEY, process.env.EXPORT_TOKEN]) {
    expect(everything).not.toContain(secret);
  }
  const { folder, words } = await outside.emptyPlace();
  await runCommand('backup', ['--new-key', path.join(outside.folder, 'other-key.txt')]);
  const { status, said } = await restore(
    'latest',
    ...words,
    '--identity',
    path.join(outside.folder, 'other-key.txt'),
  );
  expect(said).toContain('The private key does not open the secrets');
  // So that the next try, with the right key, finds it empty.
  expect(await readdir(folder)).toEqual(['.restoring']);
  expect(status).toBe(1);
});

it('goes on after a backup was killed half-way', async () => {
  const killed = startCommand('backup', []);
  while (!existsSync(path.join(cms.dataDir, 'backup-staging/database.json'))) await new Promise(setImmediate);
  killed.child.kill('SIGKILL');
  await killed.ended;
  // As one that was killed later leaves it, with a release that is held no more.
  await writeFile(path.join(cms.dataDir, 'backup-staging/pin.json'), '{}');
  await killRestic();
  const locks = path.join(repository(), 'locks');
  expect(await readdir(locks)).toHaveLength(1);
  expect(await backup()).toMatchObject({ status: 0 });
  expect(await readdir(locks)).toEqual([]);
  expect(JSON.parse(dump('/backup-staging/inventory.json')).files).not.toHaveProperty(['pin.json']);
  expect(existsSync(path.join(cms.dataDir, 'backup-staging'))).toBe(false);
});

it('is rehearsed in a throw-away place, which is gone afterwards', async () => {
  const rehearsed = await backup('--rehearse');
  expect(rehearsed).toMatchObject({ status: 0, said: expect.stringContaining('is whole') });
  const { proven, last, rehearsalFailing } = await state();
  expect(proven.snapshot).toBe(last.snapshot);
  expect(rehearsalFailing).toBeUndefined();
  expect(existsSync(path.join(cms.dataDir, 'rehearsal'))).toBe(false);
  if (!process.env.DATABASE_URL) return;
  const { rows } = await cms.strapi.db.connection.raw(
    "select datname from pg_database where datname like 'rehearsal%'",
  );
  expect(rows).toEqual([]);
});

it('lets nobody in with a secret that was changed', async () => {
  const moderator = await cms.signIn('moderator');
  const changed = newSecrets();
  // The same database, started anew by an operator who changed what leaked.
  const script = path.resolve(import.meta.dirname, '../dist/src/commands/passive-cms.js');
  const child = spawn(process.execPath, [script], { env: { ...process.env, ...changed, JOBS: 'off' } });
  try {
    const [, port] = await vi.waitFor(async () => {
      const [said] = await once(child.stdout, 'data');
      const found = /ready (\d+)/.exec(String(said));
      expect(found).not.toBeNull();
      return found ?? [];
    }, PATIENCE);
    const url = `http://127.0.0.1:${port}`;
    const as = (token: string | undefined) => ({ authorization: `Bearer ${token}` });
    const status = async (where: string, token: string | undefined) =>
      (await send(url, 'GET', where, undefined, as(token))).status;
    expect(await status('/api/export', cms.exportToken)).toBe(401);
    expect(await status('/api/export', changed.EXPORT_TOKEN)).toBe(200);
    expect((await moderator.request('GET', '/admin/users/me')).status).toBe(200);
    expect(await status('/admin/users/me', moderator.token)).toBe(401);
  } finally {
    child.kill();
  }
});

it('says what is wrong with password, repository and settings, and notes since when', async () => {
  const wrong = await runCommand('backup', [], { BACKUP_PASSWORD: 'another' });
  expect(wrong).toMatchObject({ status: 1, said: expect.stringContaining('BACKUP_PASSWORD does not open') });
  const { failing } = await state();
  const moved = await runCommand('backup', [], {
    BACKUP_REPOSITORY: path.join(outside.folder, 'unmounted'),
  });
  expect(moved).toMatchObject({ status: 1, said: expect.stringContaining('is the disk mounted?') });
  expect(existsSync(path.join(outside.folder, 'unmounted'))).toBe(false);
  expect((await state()).failing).toMatchObject({
    since: failing.since,
    error: expect.stringContaining('unmounted'),
  });
  const production = await runCommand('backup', [], {
    ...{ CMS_URL: 'https://cms.example.gov.bd', SITE_URL: 'https://www.example.gov.bd' },
    ...{ MAIL_FROM: 'noreply@example.gov.bd', TRUSTED_PROXIES: '1' },
    ...{ NODE_ENV: 'production', BACKUP_REPOSITORY: '', BACKUP_PASSWORD: '', BACKUP_PUBLIC_KEY: '' },
  });
  expect(production.said).toContain('BACKUP_REPOSITORY, BACKUP_PASSWORD, BACKUP_PUBLIC_KEY are missing');
});

it('finds out in the rehearsal that a byte of the repository was changed', async () => {
  const data = path.join(repository(), 'data');
  const packs = (await readdir(data, { recursive: true, withFileTypes: true })).filter((one) => one.isFile());
  for (const pack of packs) {
    const file = path.join(pack.parentPath, pack.name);
    const bytes = await readFile(file);
    const at = Math.floor(bytes.length / 3);
    bytes.writeUInt8(bytes.readUInt8(at) ^ 1, at);
    await rm(file);
    await writeFile(file, bytes);
  }
  const superAdmin = await cms.signIn('strapi-super-admin');
  const { backUp } = cms.module<typeof import('../src/features/backup/run')>('features/backup/run');
  const { getSettings } = cms.module<typeof import('../src/kernel/settings')>('kernel/settings');
  const settings = { ...getSettings(), BACKUP_WITNESS: 'mailto:witness@example.org' };
  const rehearse = () => backUp(cms.strapi, settings, ['--rehearse'], new AbortController().signal);
  await rehearse();
  expect((await state()).rehearsalFailing.error).toMatch(/restic|not as the backup/);
  const { body } = await superAdmin.request('GET', '/platform/publication/status');
  expect(body.backup).toMatchObject({
    proven: { at: (await state()).proven.at },
    failures: expect.arrayContaining([
      { kind: 'rehearsalFailing', since: expect.any(String), error: expect.any(String) },
    ]),
  });
  await rehearse();
  const mails = await cms.strapi.db
    .query('api::mail.message')
    .findMany({ where: { subject: { $contains: 'মহড়া ব্যর্থ' } }, orderBy: { id: 'asc' } });
  expect(mails.map(({ to }: { to: string }) => to)).toEqual([
    expect.stringMatching(/^user\d+@/),
    'operator@example.org',
  ]);
  expect(mails[1].subject).toContain('The rehearsal of a restore failed');
  const heads = await cms.strapi.db
    .query('api::mail.message')
    .findMany({ where: { to: 'witness@example.org' } });
  const { count, hash } = (await state()).last.auditHead;
  expect(heads.map(({ text }: { text: string }) => text)).toEqual([
    expect.stringContaining(`${count}:${hash}`),
  ]);
});
