import type { Core } from '@strapi/strapi';
import { getSettings } from '../../kernel/settings';
import type { BackupStatus } from '../publication';
import { KINDS } from './alarms';
import { followState, lastNoted } from './follow';

/** Milliseconds by which a backup may come later than planned: others may be at work on the repository. */
const GRACE = 30 * 60 * 1000;

/** How backups are doing; null where nothing is known of any and none is planned. */
export async function backupStatus(strapi: Core.Strapi, now = Date.now()): Promise<BackupStatus | null> {
  const { DATA_DIR, BACKUP_REPOSITORY, BACKUP_MINUTES } = getSettings();
  const state = await followState(strapi, DATA_DIR);
  if (lastNoted(state) === '') return null;
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
