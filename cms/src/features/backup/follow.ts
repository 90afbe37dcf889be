import type { Core } from '@strapi/strapi';
import { KINDS } from './alarms';
import { type BackupState, noteState, readState } from './state';

/**
 * How backups are doing on whichever instance makes them: what another one has left in the database since is noted
 * in this one's data folder too, where its commands and `/healthz` look. What somebody did here by hand may be newer.
 */
export async function followState(strapi: Core.Strapi, dataDir: string): Promise<BackupState> {
  const stored = (await strapi
    .store({ type: 'api', name: 'backup' })
    .get({ key: 'state' })) as BackupState | null;
  const own = await readState(dataDir);
  if (!stored || lastNoted(stored) <= lastNoted(own)) return own;
  await noteState(dataDir, { ...forgotten(own), ...stored });
  return stored;
}

/** When something was last noted; nothing ever, if empty. ISO 8601 in UTC. */
export function lastNoted({ unconfiguredSince, last, proven, rehearsedAt, ...failing }: BackupState): string {
  const moments = KINDS.map((kind) => failing[kind]?.at);
  return (
    [unconfiguredSince, last?.at, proven?.at, rehearsedAt, ...moments].filter(Boolean).sort().at(-1) ?? ''
  );
}

/** Each thing that was noted, as something that holds no longer. */
const forgotten = (state: BackupState) =>
  Object.fromEntries(Object.keys(state).map((key) => [key, undefined]));
