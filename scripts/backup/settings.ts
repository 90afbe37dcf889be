import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Problem } from '../lib/problem.mjs';
import { root } from '../lib/root.ts';
import type { Variables } from '../lib/secrets.ts';
import { type KeyPair, makeKeyPair, publicKeyOf } from './sealed.ts';

/** Where backups go and who can open them. */
export interface BackupSettings {
  /** A folder, or what restic takes for a repository: `sftp:…`, `s3:…`, `rest:…`. */
  readonly repository: string;
  readonly isFolder: boolean;
  readonly password: string;
  /** The operator's public keys (age1…), for the secrets. */
  readonly publicKeys: readonly string[];
  /** The private key that was made for trying backups out; never in production. */
  readonly sampleKey: string | undefined;
  /** For how long one backup of each hour, day, week and month is kept, in restic's words. */
  readonly keep: Keep;
  /** Where the end of the audit record is told each time; see witness.ts. */
  readonly witness: string | undefined;
}

interface Keep {
  readonly hourly: string;
  readonly daily: string;
  readonly weekly: string;
  readonly monthly: string;
}

const PRODUCTION_NEEDS = ['BACKUP_REPOSITORY', 'BACKUP_PASSWORD', 'BACKUP_PUBLIC_KEY'] as const;
const KEEP = '1d 14d 2m 12m';
/** https://restic.readthedocs.io/en/v0.14.0/060_forget.html: years, months, days, hours. */
const DURATION = /^(\d+y)?(\d+m)?(\d+d)?(\d+h)?$/;
/** https://restic.readthedocs.io/en/v0.14.0/030_preparing_a_new_repo.html */
const ELSEWHERE = /^(sftp|rest|s3|swift|b2|azure|gs|rclone):/;
const PUBLIC_KEY = /^age1[a-z0-9]{50,}$/;

/**
 * Reads the settings of backups. Outside production what is missing is made in a folder beside the data, so
 * that backups can be tried out; what protects them lies beside them there, and protects nothing.
 * @throws {Problem} naming what is missing or wrong
 */
export async function readBackupSettings(env: Variables, dataDir: string): Promise<BackupSettings> {
  const production = env.NODE_ENV === 'production';
  const given: Variables = { ...env, BACKUP_PASSWORD: env.BACKUP_PASSWORD ?? passwordFile(env) };
  const missing = production ? PRODUCTION_NEEDS.filter((name) => !given[name]) : [];
  if (missing.length > 0) {
    throw new Problem(
      `No backup can be made or restored: ${missing.join(', ')} ${missing.length > 1 ? 'are' : 'is'} missing (see .env.example).`,
    );
  }
  const sample = `${dataDir}-backup`;
  const repository = given.BACKUP_REPOSITORY ?? join(sample, 'repository');
  const isFolder = !ELSEWHERE.test(repository);
  const publicKeys = given.BACKUP_PUBLIC_KEY?.split(/[\s,]+/).filter(Boolean);
  if (publicKeys?.some((key) => key.startsWith('AGE-SECRET-KEY-'))) {
    throw new Problem(
      'BACKUP_PUBLIC_KEY holds a private key: put the public one there (age1…), and take the private one off this machine.',
    );
  }
  const wrong = publicKeys?.find((key) => !PUBLIC_KEY.test(key));
  if (wrong !== undefined) {
    throw new Problem(
      `BACKUP_PUBLIC_KEY is “${wrong}”: it must be a public key that begins with age1 (\`npm run backup -- --new-key <file>\` or age-keygen makes one).`,
    );
  }
  const key = publicKeys ? undefined : await sampleKey(sample);
  return {
    repository: isFolder ? resolve(root, repository) : repository,
    isFolder,
    password: given.BACKUP_PASSWORD ?? samplePassword(sample),
    publicKeys: publicKeys ?? (key ? [key.publicKey] : []),
    sampleKey: key?.privateKey,
    keep: readKeep(given.BACKUP_KEEP ?? KEEP),
    witness: readWitness(given.BACKUP_WITNESS),
  };
}

function passwordFile({ BACKUP_PASSWORD_FILE: file }: Variables): string | undefined {
  if (!file) return undefined;
  if (!existsSync(file)) throw new Problem(`BACKUP_PASSWORD_FILE is “${file}”, which is not there.`);
  return readFileSync(file, 'utf8').trim() || undefined;
}

function readKeep(text: string): Keep {
  const [hourly, daily, weekly, monthly, ...more] = text.trim().split(/\s+/);
  const parts = [hourly, daily, weekly, monthly];
  if (
    !hourly ||
    !daily ||
    !weekly ||
    !monthly ||
    more.length > 0 ||
    !parts.every((one) => DURATION.test(one ?? ''))
  ) {
    throw new Problem(
      `BACKUP_KEEP is “${text}”: it must say for how long the backups of each hour, day, week and month are kept, such as “${KEEP}”.`,
    );
  }
  return { hourly, daily, weekly, monthly };
}

function readWitness(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  if (URL.canParse(text) && /^(https?|mailto|file):/.test(text)) return text;
  throw new Problem(
    `BACKUP_WITNESS is “${text}”: it must be https://…, mailto:… or file:///…, where the end of the audit record is told.`,
  );
}

function samplePassword(folder: string): string {
  const file = join(folder, 'password.txt');
  if (!existsSync(file)) write(folder, file, randomBytes(24).toString('base64url'));
  return readFileSync(file, 'utf8').trim();
}

async function sampleKey(folder: string): Promise<KeyPair> {
  const file = join(folder, 'private-key.txt');
  if (!existsSync(file)) write(folder, file, (await makeKeyPair()).privateKey);
  const privateKey = readFileSync(file, 'utf8').trim();
  return { privateKey, publicKey: await publicKeyOf(privateKey) };
}

function write(folder: string, file: string, text: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  writeFileSync(file, `${text}\n`, { mode: 0o600, flag: 'wx' });
}
