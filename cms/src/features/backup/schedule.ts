import type { Core } from '@strapi/strapi';
import { every } from '../../kernel/jobs/run';
import type { Settings } from '../../kernel/settings';
import { isRehearsalDue } from './alarms';
import { recordRestore } from './restored';
import { backUp } from './run';
import { noteState, readState } from './state';

/** Seconds between two looks whether a rehearsal is due. */
const LOOK = 300;
/** Seconds after which another instance takes over from one that died. */
const LEASE = 120;

/**
 * Makes backups as often as was set, rehearses the newest each night, and mails what fails. On one instance
 * at a time, each in a process of its own at a low priority; see scripts/backup.ts.
 */
export function scheduleBackups(strapi: Core.Strapi, settings: Settings): void {
  const { BACKUP_REPOSITORY, BACKUP_MINUTES, DATA_DIR } = settings;
  every(strapi, {
    name: 'restored',
    seconds: 60,
    lease: LEASE,
    work: () => recordRestore(strapi, DATA_DIR),
  });
  if (BACKUP_REPOSITORY === undefined) {
    if (process.env.NODE_ENV === 'production') alarmWithoutBackup(strapi, DATA_DIR);
    return;
  }
  every(strapi, {
    name: 'backup',
    seconds: BACKUP_MINUTES * 60,
    lease: LEASE,
    work: (signal) => backUp(strapi, settings, [], signal),
  });
  every(strapi, {
    name: 'rehearsal',
    seconds: LOOK,
    lease: LEASE,
    work: async (signal) => {
      if (isRehearsalDue(await readState(DATA_DIR), new Date())) {
        await backUp(strapi, settings, ['--rehearse'], signal);
      }
    },
  });
}

function alarmWithoutBackup(strapi: Core.Strapi, dataDir: string): void {
  strapi.log.warn('BACKUP_REPOSITORY is not set: no backups are made.');
  every(strapi, {
    name: 'no-backup',
    seconds: 3600,
    lease: LEASE,
    work: async () => {
      const { unconfiguredSince } = await readState(dataDir);
      if (unconfiguredSince === undefined) {
        await noteState(dataDir, { unconfiguredSince: new Date().toISOString() });
      }
    },
  });
}
