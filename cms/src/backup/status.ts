import type { Core } from '@strapi/strapi';
import type { BackupStatus } from '../publication/api';
import { getSettings } from '../settings';
import { KINDS } from './alarms';
import { type BackupState, readState } from './state';

/** Milliseconds by which a backup may come later than planned: others may be at work on the repository. */
const GRACE = 30 * 60 * 1000;

/** How backups are doing; null where nothing is known of any and none is planned. */
export async function backupStatus(strapi: Core.Strapi, now = Date.now()): Promise<BackupStatus | null> {
  const { DATA_DIR, BACKUP_REPOSITORY, BACKUP_MINUTES } = getSettings();
  const stored = (await strapi
    .store({ type: 'api', name: 'backup' })
    .get({ key: 'state' })) as BackupState | null;
  // Whichever is newer: another instance may have made the last one, or somebody by hand.
  const own = await readState(DATA_DIR);
  const state = stored && newest(stored) > newest(own) ? stored : own;
  if (newest(state) === '') return null;
  const { last, proven, unconfiguredSince } = state;
  const age = last ? now - Date.parse(last.at) : Number.POSITIVE_INFINITY;
  return {
    lastAt: last?.at ?? null,
    late: BACKUP_REPOSITORY !== undefined && age > BACKUP_MINUTES * 60_000 + GRACE,
    unconfiguredSince: BACKUP_REPOSITORY === undefined ? (unconfiguredSince ?? null) : null,
    proven: proven ? { at: proven.at, madeAt: proven.madeAt } : null,
    failures: KINDS.flatMap((kind) => {
      const { [kind]: failing } = state;
      return failing ? [{ kind, since: failing.since, error: failing.error }] : [];
    }),
    missing: last?.missing ?? 0,
    sameDisk: last?.sameDisk ?? false,
  };
}

/** When something was last noted; nothing ever, if empty. */
function newest({ unconfiguredSince, last, proven, rehearsedAt, ...failing }: BackupState): string {
  const moments = KINDS.map((kind) => failing[kind]?.at);
  return (
    [unconfiguredSince, last?.at, proven?.at, rehearsedAt, ...moments].filter(Boolean).sort().at(-1) ?? ''
  );
}
