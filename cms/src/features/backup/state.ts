import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';

/** How backups are doing, as the commands note it in `DATA_DIR/backup.json`. Times are ISO 8601 in UTC. */
export interface BackupState {
  /** Since when there is nowhere to put backups, though there should be. */
  readonly unconfiguredSince?: string | undefined;
  /** The last one that was made. */
  readonly last?: Made | undefined;
  /** Why the newest try failed, until one succeeds. */
  readonly failing?: Failing | undefined;
  /** The last one that was restored into a throw-away place and found to be what it says. */
  readonly proven?: Proven | undefined;
  /** Why the newest rehearsal failed, until one succeeds. */
  readonly rehearsalFailing?: Failing | undefined;
  /** When the newest rehearsal began. */
  readonly rehearsedAt?: string | undefined;
  /** Why the witness was not told last, until it is. */
  readonly witnessFailing?: Failing | undefined;
}

export interface Made {
  readonly snapshot: string;
  /** All that was committed before is in it. */
  readonly at: string;
  readonly seconds: number;
  /** That were not in the repository before. */
  readonly addedBytes: number;
  readonly auditHead: { readonly count: number; readonly hash: string } | null;
  /** Uploads that the database names and that are not there. */
  readonly missing: number;
  /** Whether it lies on the disk that it is a backup of. */
  readonly sameDisk: boolean;
}

export interface Proven {
  readonly snapshot: string;
  /** When that backup was made. */
  readonly madeAt: string;
  readonly at: string;
  readonly seconds: number;
}

export interface Failing {
  readonly since: string;
  readonly at: string;
  readonly error: string;
}

const stateFile = (dataDir: string) => path.join(dataDir, 'backup.json');

/** What was noted of backups so far. */
export async function readState(dataDir: string): Promise<BackupState> {
  return readFile(stateFile(dataDir), 'utf8')
    .then(JSON.parse)
    .catch(() => ({}));
}

/** Notes what has changed. */
export async function noteState(dataDir: string, change: Partial<BackupState>): Promise<void> {
  const file = stateFile(dataDir);
  const state: BackupState = { ...(await readState(dataDir)), ...change };
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(`${file}.new`, `${JSON.stringify(state, null, 2)}\n`, { mode: 0o600 });
  await rename(`${file}.new`, file);
}
