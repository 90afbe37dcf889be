import { spawn } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { Problem } from '../lib/problem.mjs';
import { canInstall, installPackages } from '../lib/programs/debian.ts';
import type { BackupSettings } from './settings.ts';

/** One backup as restic lists it. */
export interface Snapshot {
  readonly id: string;
  readonly short_id: string;
  /** ISO 8601. */
  readonly time: string;
}

/** What restic says of a backup that it made. */
interface Summary {
  readonly message_type: 'summary';
  readonly snapshot_id: string;
  /** Bytes that were not in the repository before. */
  readonly data_added: number;
  readonly total_bytes_processed: number;
}

/** All of ours have it, and one name for the host, so that the machine may change. */
const MARKS = ['--tag', 'platform', '--host', 'platform'];
const NO_REPOSITORY = /Is there a repository at the following location|unable to open config file/;
/** What it says when it could read some of the files only. */
const INCOMPLETE = 3;

/** The repository cannot be used because it is not there. */
export class RepositoryMissing extends Problem {}

/**
 * restic (https://restic.net), as Debian brings it, on one repository. It encrypts what it keeps, and keeps
 * what did not change once.
 */
export class Restic {
  readonly #program: string;
  readonly #settings: BackupSettings;
  readonly #cache: string | undefined;

  /**
   * @param cache where restic may keep what it knows of a distant repository; nowhere without it
   * @throws {Problem} when restic is not there and cannot be installed
   */
  constructor(settings: BackupSettings, cache?: string) {
    this.#program = findRestic();
    this.#settings = settings;
    this.#cache = settings.isFolder ? undefined : cache;
  }

  async makeRepository(): Promise<void> {
    await this.#run(['init']);
  }

  /**
   * Removes locks of processes that died; those of others that run stay.
   * @throws {RepositoryMissing}
   */
  async removeOldLocks(): Promise<void> {
    await this.#run(['unlock']);
  }

  /** Stores what is in a folder, named from the one above it. Links have new change times, which say nothing. */
  async backup(above: string, folder: string): Promise<Summary> {
    const said = await this.#run(['backup', '--json', '--ignore-ctime', ...MARKS, folder], above);
    const summary = said.split('\n').findLast((line) => line.includes('"message_type":"summary"'));
    if (summary === undefined)
      throw new Problem(`restic did not say which backup it made: ${said.slice(-300)}`);
    return JSON.parse(summary);
  }

  /** Oldest first. */
  async snapshots(): Promise<Snapshot[]> {
    const said = await this.#run(['snapshots', '--json', '--tag', 'platform', '--no-lock']);
    const found: Snapshot[] | null = JSON.parse(said);
    return (found ?? []).sort((a, b) => Date.parse(a.time) - Date.parse(b.time));
  }

  /**
   * Finds a backup by the beginning of its name, or the newest by `latest`.
   * @throws {Problem} when there is none or more than one
   */
  async find(name: string): Promise<Snapshot> {
    const all = await this.snapshots();
    const found = name === 'latest' ? all.slice(-1) : all.filter(({ id }) => id.startsWith(name));
    const [first] = found;
    if (first && found.length === 1) return first;
    if (all.length === 0) throw new Problem(`There is no backup in ${this.#settings.repository}.`);
    const what = first ? `More than one backup is called “${name}…”` : `There is no backup “${name}”`;
    throw new Problem(`${what} in ${this.#settings.repository}: \`npm run backup -- --list\` names them.`);
  }

  /** Writes a backup's files below a folder. */
  async restore({ id }: Snapshot, folder: string): Promise<void> {
    await this.#run(['restore', id, '--target', folder, '--no-lock']);
  }

  async forget(id: string): Promise<void> {
    await this.#run(['forget', id]);
  }

  /** Keeps one backup of each hour, day, week and month for as long as was set, and deletes what only others had. */
  async forgetOld(): Promise<void> {
    const { hourly, daily, weekly, monthly } = this.#settings.keep;
    await this.#run([
      'forget',
      '--tag',
      'platform',
      '--group-by',
      'tags',
      ...['--keep-within-hourly', hourly, '--keep-within-daily', daily],
      ...['--keep-within-weekly', weekly, '--keep-within-monthly', monthly],
      '--prune',
    ]);
  }

  /** Looks at the whole repository; reads so much of its data too, as `5%`. */
  async check(part?: string): Promise<void> {
    await this.#run(['check', ...(part ? [`--read-data-subset=${part}`] : [])]);
  }

  async #run(words: readonly string[], folder?: string): Promise<string> {
    const { repository, password } = this.#settings;
    const cache = this.#cache ? [`--cache-dir=${this.#cache}`] : ['--no-cache'];
    const child = spawn(this.#program, [...cache, ...words], {
      cwd: folder,
      env: { ...process.env, RESTIC_REPOSITORY: repository, RESTIC_PASSWORD: password },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const stop = () => child.kill('SIGTERM');
    process.once('exit', stop);
    const ended = new Promise<number | null>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', resolve);
    });
    const [said, errors, status] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
    process.off('exit', stop);
    if (status === 0) return said;
    throw this.#problem(words[0] ?? '', status, errors.trim() || said.trim().slice(-1000));
  }

  #problem(command: string, status: number | null, said: string): Problem {
    const { repository } = this.#settings;
    if (/wrong password|no key found/.test(said)) {
      return new Problem(`BACKUP_PASSWORD does not open the repository ${repository}.`);
    }
    if (NO_REPOSITORY.test(said)) {
      return new RepositoryMissing(`There is no repository of backups at ${repository}.`);
    }
    if (/no space left/i.test(said)) {
      return new Problem(
        `There is no room for the backup at ${repository}: free some, or set BACKUP_KEEP to less.`,
      );
    }
    if (/already locked/.test(said)) {
      return new Problem(
        `Another process works on the repository ${repository}: wait for it to end. ${said}`,
      );
    }
    const what =
      status === INCOMPLETE ? 'restic could not read some of the files' : `restic ${command} failed`;
    return new Problem(`${what} (repository ${repository}): ${said}`);
  }
}

/** @throws {Problem} when it is not there and cannot be installed */
function findRestic(): string {
  const found = onPath('restic') ?? (installPackages('restic') ? onPath('restic') : undefined);
  if (found) return found;
  const how = canInstall ? '' : ': install it with `apt install restic`';
  throw new Problem(`The program restic, which makes backups, was not found${how}.`);
}

function onPath(name: string): string | undefined {
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/bin', '/usr/local/bin'];
  return folders.map((folder) => join(folder, name)).find(isProgram);
}

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
