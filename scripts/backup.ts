// `npm run backup`: a backup of everything that cannot be made anew; see --help.
import { existsSync, writeFileSync } from 'node:fs';
import { constants, setPriority } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { noteState, readState } from '../cms/src/features/backup/state.ts';
import { lock } from '../site/kernel/lock.ts';
import { makeBackup } from './backup/make.ts';
import { rehearse } from './backup/rehearse.ts';
import { Restic } from './backup/restic.ts';
import { makeKeyPair } from './backup/sealed.ts';
import { readBackupSettings } from './backup/settings.ts';
import { notifyWitness } from './backup/witness.ts';
import { loadEnvironment, prepareDataDir } from './environment.ts';
import { buildServer } from './lib/build-code.ts';
import { runCommand } from './lib/command.ts';
import { requireCmsSettings } from './lib/parts/cms.ts';
import { Problem } from './lib/problem.mjs';
import { step } from './lib/step.ts';

const HELP = `npm run backup [-- <option>]
  (none)            makes one backup of the database, the uploads, the settings and the secrets
  --list            names the backups that there are
  --rehearse        restores the newest one into a throw-away place and compares it
  --check           looks at the whole repository and reads a twentieth of what it holds
  --init            begins a new repository where the old one is gone
  --new-key <file>  makes a pair of keys: the private one goes into the file, to be kept elsewhere
`;

const { values: asked } = parseArgs({
  options: {
    help: { type: 'boolean' },
    list: { type: 'boolean' },
    rehearse: { type: 'boolean' },
    check: { type: 'boolean' },
    init: { type: 'boolean' },
    'new-key': { type: 'string' },
    // The CMS starts it: in the background, with code that is compiled already.
    scheduled: { type: 'boolean' },
  },
});

await runCommand(async () => {
  if (asked.help) return console.log(HELP);
  if (asked['new-key'] !== undefined) return newKey(asked['new-key']);
  const settings = loadEnvironment();
  const { env, dataDir } = settings;
  requireCmsSettings(env);
  prepareDataDir(dataDir);
  const what = asked.rehearse ? 'rehearsalFailing' : 'failing';
  const { backup, restic } = await readBackupSettings(env, dataDir)
    .then((backup) => ({ backup, restic: new Restic(backup, join(dataDir, 'cache/restic')) }))
    .catch(async (error) => {
      if (asked.scheduled) await failed(what, error);
      throw error;
    });
  if (asked.list) return list(restic);
  if (asked.check) return step('Looking at the repository', () => restic.check('5%'));
  if (asked.scheduled) setPriority(constants.priority.PRIORITY_BELOW_NORMAL);
  else await buildServer(env);
  // One at a time works on the data folder and the repository.
  const wait = () => console.log('Waiting for another backup or rehearsal to end …');
  const unlock = await lock(join(dataDir, 'backup.lock'), new AbortController().signal, wait);
  try {
    await (asked.rehearse ? runRehearsal() : runBackup());
  } finally {
    unlock();
  }

  async function runBackup(): Promise<void> {
    const first = asked.init ?? false;
    try {
      const made = await step('Making a backup', () => makeBackup(settings, { restic, backup, first }));
      await noteState(dataDir, { last: made, failing: undefined, unconfiguredSince: undefined });
      console.log(
        `Backup ${made.snapshot} in ${backup.repository}: ${(made.addedBytes / 1_000_000).toFixed(1)} MB new, ${made.seconds} s.`,
      );
      if (made.missing > 0) console.error(`${made.missing} uploads that the database names are not there.`);
      if (made.auditHead)
        console.log(`End of the audit record: ${made.auditHead.count}:${made.auditHead.hash}`);
      if (made.sameDisk)
        console.log('It lies on the disk that it is a backup of: with the disk both are lost.');
      if (backup.sampleKey)
        console.log(`What opens it lies beside it, in ${dataDir}-backup: for trying out only.`);
      await tell(made);
    } catch (error) {
      await failed('failing', error);
      throw error;
    }
  }

  async function tell(made: Parameters<typeof notifyWitness>[1]): Promise<void> {
    try {
      if (backup.witness) await notifyWitness(backup.witness, made);
      await noteState(dataDir, { witnessFailing: undefined });
    } catch (error) {
      await failed('witnessFailing', error);
      throw error;
    }
  }

  async function runRehearsal(): Promise<void> {
    await noteState(dataDir, { rehearsedAt: new Date().toISOString() });
    try {
      const proven = await step('Restoring the newest backup into a throw-away place', () =>
        rehearse(settings, restic),
      );
      await restic.removeOldLocks();
      await step('Forgetting old backups', () => restic.forgetOld());
      await restic.check('1%');
      await noteState(dataDir, { proven, rehearsalFailing: undefined });
      console.log(
        `Backup ${proven.snapshot} of ${proven.madeAt} is whole: restored and compared in ${proven.seconds} s.`,
      );
    } catch (error) {
      await failed('rehearsalFailing', error);
      throw error;
    }
  }

  async function failed(
    what: 'failing' | 'rehearsalFailing' | 'witnessFailing',
    error: unknown,
  ): Promise<void> {
    const at = new Date().toISOString();
    const { [what]: before } = await readState(dataDir);
    const message = error instanceof Error ? error.message : String(error);
    await noteState(dataDir, { [what]: { since: before?.since ?? at, at, error: message.slice(0, 1000) } });
  }
});

async function list(restic: Restic): Promise<void> {
  const all = await restic.snapshots();
  for (const { short_id, time } of all) console.log(`${short_id}  ${new Date(time).toISOString()}`);
  if (all.length === 0) console.log('There is no backup yet.');
}

async function newKey(file: string): Promise<void> {
  if (existsSync(file)) throw new Problem(`${file} is there already: nothing is overwritten.`);
  const { privateKey, publicKey } = await makeKeyPair();
  writeFileSync(file, `# public key: ${publicKey}\n${privateKey}\n`, { mode: 0o600, flag: 'wx' });
  console.log(
    `BACKUP_PUBLIC_KEY=${publicKey}\nThe private key is in ${file}: keep it in two places, and none of them this machine.`,
  );
}
