import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { makeKeyPair, seal, unseal } from './sealed.ts';
import { readBackupSettings } from './settings.ts';
import { settingsText, splitSettings } from './settings-text.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'backup-settings-'));
});
afterEach(() => rm(folder, { recursive: true }));

const read = (env: Record<string, string>) => readBackupSettings(env, join(folder, 'data'));

it('makes what it needs for trying out, readable by its owner only, and the same each time', async () => {
  const first = await read({});
  const sample = join(folder, 'data-backup');
  expect(first).toMatchObject({ repository: join(sample, 'repository'), isFolder: true });
  for (const name of await readdir(sample)) expect((await stat(join(sample, name))).mode & 0o077).toBe(0);
  expect(await read({})).toEqual(first);
});

it('takes any target of restic, a file with the password, several keys and durations', async () => {
  const [a, b] = [await makeKeyPair(), await makeKeyPair()];
  await writeFile(join(folder, 'password'), 'secret\n');
  const settings = await read({
    NODE_ENV: 'production',
    BACKUP_REPOSITORY: 'sftp:backup@example.org:/srv/platform',
    BACKUP_PASSWORD_FILE: join(folder, 'password'),
    BACKUP_PUBLIC_KEY: `${a.publicKey}, ${b.publicKey}`,
    BACKUP_KEEP: '2d 1m 2m 1y6m',
  });
  expect(settings).toMatchObject({
    repository: 'sftp:backup@example.org:/srv/platform',
    isFolder: false,
    password: 'secret',
    publicKeys: [a.publicKey, b.publicKey],
    sampleKey: undefined,
    keep: { hourly: '2d', monthly: '1y6m' },
  });
  const sealed = await seal('the secrets', settings.publicKeys);
  expect(await unseal(sealed, `# a comment\n${b.privateKey}\n`)).toBe('the secrets');
});

it.each([
  [
    { NODE_ENV: 'production', BACKUP_REPOSITORY: '/backup' },
    'BACKUP_PASSWORD, BACKUP_PUBLIC_KEY are missing',
  ],
  [{ BACKUP_PUBLIC_KEY: 'AGE-SECRET-KEY-1ABC' }, 'BACKUP_PUBLIC_KEY'],
  [{ BACKUP_KEEP: '24 14 8 12' }, 'BACKUP_KEEP'],
  [{ BACKUP_WITNESS: 'ftp://example.org' }, 'BACKUP_WITNESS'],
  [{ BACKUP_PASSWORD_FILE: '/nowhere/password' }, 'BACKUP_PASSWORD_FILE'],
])('refuses %j and names the setting', async (env, said) => {
  await expect(read(env as Record<string, string>)).rejects.toThrow(said);
});

it('does not show a private key that somebody set as the public one', async () => {
  await expect(read({ BACKUP_PUBLIC_KEY: 'AGE-SECRET-KEY-1ABC' })).rejects.toThrow(
    /^BACKUP_PUBLIC_KEY holds a private key(?!.*1ABC)/,
  );
});

it('writes settings so that they can be read again, whatever is in them, secrets apart', () => {
  const env = {
    ENCRYPTION_KEY: 'k'.repeat(32),
    SMTP_URL: "smtps://us'er:p#a s$s@mail.example.org",
    MAIL_FROM: 'a@example.org',
    OF_OTHERS: 'x',
  };
  const text = settingsText(env);
  const { OF_OTHERS: _, ...ours } = env;
  expect(parseEnv(text)).toEqual(ours);
  const { secrets, others } = splitSettings(text);
  expect(parseEnv(secrets)).toEqual({ ENCRYPTION_KEY: env.ENCRYPTION_KEY });
  expect(parseEnv(others)).toEqual({ SMTP_URL: env.SMTP_URL, MAIL_FROM: env.MAIL_FROM });
});
