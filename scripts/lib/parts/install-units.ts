import { execFileSync, spawnSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import type { EnvironmentSettings } from '../../environment.ts';
import { Problem } from '../problem.mjs';
import { root } from '../root.ts';
import { outdated, TARGET, UNIT_NAMES, UNITS, witnessFolder } from './systemd.ts';

interface Installation {
  readonly settings: Pick<EnvironmentSettings, 'env' | 'dataDir'>;
  readonly user: string;
  readonly units: ReadonlyMap<string, string>;
}

/** What a data folder has; another one that is not empty is not ours to give away. */
const OURS = ['cms.db', 'releases', 'public', 'secrets.env', 'running', 'logs'];

/**
 * Makes the user that runs the platform, its folders and its units, and starts it, anew if it runs. What is there
 * already stays; each step is said.
 * @throws {Problem} saying what is in the way
 */
export function installUnits({ settings, user, units }: Installation): void {
  const { env, dataDir } = settings;
  if (process.getuid?.() !== 0) throw new Problem('Units are installed by root: run the command with sudo.');
  const file = join(root, '.env');
  if (!existsSync(file))
    throw new Problem(`${file} is not there: copy .env.example to it and set what production needs.`);
  // The folders above what is made here lead there for all, as root's umask may not have it.
  process.umask(0o022);
  const { uid, gid } = account(user, dataDir);
  // Read by the platform, changed by root.
  chownSync(file, 0, gid);
  chmodSync(file, 0o640);
  const code = ['package.json', 'node_modules/node/bin/node', 'cms/dist/build/index.html'];
  const settingsFiles = [file, env.NODE_EXTRA_CA_CERTS, env.BACKUP_PASSWORD_FILE];
  requireReadable([...code.map((path) => join(root, path)), ...settingsFiles], { uid, gid });
  give(dataDir, 0o711, { uid, gid });
  const { BACKUP_REPOSITORY: repository } = env;
  if (repository?.startsWith('/')) {
    give(repository, 0o700, { uid, gid });
    requireReadable([repository], { uid, gid });
  }
  requireWritable(witnessFolder(env), { uid, gid });
  const changed = outdated(units);
  const elsewhere = UNIT_NAMES.filter((name) => !units.has(name) && existsSync(join(UNITS, name)));
  for (const name of elsewhere) {
    run('systemctl', 'stop', name);
    rmSync(join(UNITS, name));
    console.log(`Removed ${join(UNITS, name)}: it does not run on this machine.`);
  }
  for (const name of changed) {
    writeFileSync(join(UNITS, name), units.get(name) ?? '');
    console.log(`Wrote ${join(UNITS, name)}.`);
  }
  // Each part reads its own; an earlier umask may have shut it.
  for (const name of units.keys()) chmodSync(join(UNITS, name), 0o644);
  if (changed.length + elsewhere.length > 0) run('systemctl', 'daemon-reload');
  run('systemctl', 'enable', '--quiet', TARGET);
  // Whatever differs: units do not tell of most settings, and a secret that leaked must not stay in use.
  run('systemctl', 'restart', TARGET);
  console.log(
    `${TARGET} was started with the settings as they are, and starts with the machine. What it says: journalctl -fu 'social-protection-*'`,
  );
}

interface Account {
  readonly uid: number;
  readonly gid: number;
}

function account(user: string, home: string): Account {
  if (spawnSync('getent', ['passwd', user]).status !== 0) {
    run(
      'useradd',
      '--system',
      '--user-group',
      '--no-create-home',
      '--home-dir',
      home,
      '--shell',
      '/usr/sbin/nologin',
      user,
    );
    console.log(`Made the user ${user}, as whom nobody can sign in.`);
  }
  const id = (what: string) => Number(execFileSync('id', [what, user], { encoding: 'utf8' }));
  return { uid: id('-u'), gid: id('-g') };
}

function requireReadable(files: readonly (string | undefined)[], who: Account): void {
  for (const file of files) {
    if (file === undefined || spawnSync('test', ['-r', file], who).status === 0) continue;
    throw new Problem(
      `The platform's user cannot read ${file}: open it and the folders above it, or move it, as below /opt.`,
    );
  }
}

function requireWritable(folder: string | undefined, who: Account): void {
  if (folder === undefined || spawnSync('test', ['-w', folder], who).status === 0) return;
  throw new Problem(
    `The platform's user cannot write into ${folder}, where BACKUP_WITNESS is: make it a folder of that user's.`,
  );
}

/** Makes a folder, or gives one of ours with all that is in it to this user. */
function give(folder: string, mode: number, { uid, gid }: Account): void {
  if (!existsSync(folder)) {
    mkdirSync(folder, { recursive: true });
    console.log(`Made ${folder}.`);
  }
  if (statSync(folder).uid !== uid) {
    const names = readdirSync(folder);
    const isRepository = names.includes('config') && names.includes('keys');
    if (names.length > 0 && !isRepository && !names.some((name) => OURS.includes(name))) {
      throw new Problem(`${folder} has what is not the platform's: name an empty folder.`);
    }
    run('chown', '-hR', `${uid}:${gid}`, folder);
    console.log(`Gave ${folder} to the platform's user.`);
  }
  chmodSync(folder, mode);
}

/** @throws {Problem} with what the program said */
function run(program: string, ...words: string[]): void {
  const { status, error, stderr } = spawnSync(program, words, {
    encoding: 'utf8',
    stdio: ['ignore', 'inherit', 'pipe'],
  });
  if (status !== 0)
    throw new Problem(`${program} ${words.join(' ')} failed: ${error?.message ?? stderr.trim()}`);
}
