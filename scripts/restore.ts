// `npm run restore -- <backup>`: a backup, in an empty place; see --help.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { checkRestored } from './backup/check-restored.ts';
import type { Inventory } from './backup/inventory.ts';
import { Restic } from './backup/restic.ts';
import { type Restored, requireEmpty, restoreInto } from './backup/restore-into.ts';
import { unseal } from './backup/sealed.ts';
import { type BackupSettings, readBackupSettings } from './backup/settings.ts';
import { splitSettings } from './backup/settings-text.ts';
import { loadEnvironment, readGiven } from './environment.ts';
import { buildServer } from './lib/build-code.ts';
import { runCommand } from './lib/command.ts';
import { Problem } from './lib/problem.mjs';
import { secretWord } from './lib/secret-word.ts';
import { secretNames, type Variables } from './lib/secrets.ts';
import { step } from './lib/step.ts';

const HELP = `npm run restore -- <backup|latest> [--into <folder>] [--database-url <postgres://…>] [--identity <file>]
  <backup>        as \`npm run backup -- --list\` names it
  --into          an empty folder; DATA_DIR without it
  --database-url  an empty database, for a backup of PostgreSQL; DATABASE_URL without it; - reads its
                  address from the input, so that the password is in no list of processes
  --identity      the file with the private key, which opens the secrets. Without it the secrets must be set
                  as settings or lie in <folder>/secrets.env
`;

const { values: asked, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    help: { type: 'boolean' },
    into: { type: 'string' },
    'database-url': { type: 'string' },
    identity: { type: 'string' },
  },
});

await runCommand(async () => {
  const [name, ...more] = positionals;
  if (asked.help || name === undefined || more.length > 0) {
    if (!asked.help) process.exitCode = 1;
    return console.log(HELP);
  }
  const begun = Date.now();
  const { named, dataDir: usual } = readGiven();
  const dataDir = asked.into === undefined ? usual : resolve(process.env.INIT_CWD ?? '.', asked.into);
  const databaseUrl = (await secretWord(asked['database-url'])) ?? named.DATABASE_URL;
  const identity = readIdentity(asked.identity);
  await requireEmpty({ dataDir, databaseUrl });
  // The samples for trying out lie beside the folder of which the backup is.
  const backup = await readBackupSettings(named, usual);
  const restic = new Restic(backup);
  const snapshot = await restic.find(name);
  const key = identity ?? backup.sampleKey;
  const open = async (sealed: Uint8Array) => (key === undefined ? undefined : unseal(sealed, key));
  const { inventory, ...settings } = await step(
    `Restoring backup ${snapshot.short_id} of ${snapshot.time}`,
    () => restoreInto(restic, snapshot, { dataDir, databaseUrl }, open),
  );
  await bringSecrets(settings, dataDir, named);
  const given = { ...process.env, DATA_DIR: dataDir, ...(databaseUrl && { DATABASE_URL: databaseUrl }) };
  const { env } = loadEnvironment(given);
  await buildServer(env);
  await step('Starting a CMS on it and comparing', () =>
    checkRestored(inventory, { env, dataDir, log: join(dataDir, 'logs/restore.log') }),
  );
  const restored = {
    snapshot: snapshot.short_id,
    madeAt: inventory.at,
    restoredAt: new Date().toISOString(),
  };
  // The CMS records it when it starts.
  writeFileSync(join(dataDir, 'restored.json'), JSON.stringify(restored), { mode: 0o600 });
  report(inventory, Math.round((Date.now() - begun) / 1000), { dataDir, backup });
});

function readIdentity(file: string | undefined): string | undefined {
  if (file === undefined) return undefined;
  const path = resolve(process.env.INIT_CWD ?? '.', file);
  if (!existsSync(path)) throw new Problem(`The key file ${path} is not there.`);
  return readFileSync(path, 'utf8');
}

/** Puts the secrets where the start finds them, the other settings beside them for whoever sets them anew. */
async function bringSecrets(
  { sealed, settings }: Omit<Restored, 'inventory'>,
  dataDir: string,
  named: Variables,
): Promise<void> {
  const own = join(dataDir, 'secrets.env');
  if (settings !== undefined) {
    const { secrets, others } = splitSettings(settings);
    if (!existsSync(own)) writeFileSync(own, secrets, { mode: 0o600 });
    writeFileSync(join(dataDir, 'settings-of-backup.env'), others, { mode: 0o600 });
    return;
  }
  if (existsSync(own) || secretNames.every((name) => named[name])) return;
  writeFileSync(join(dataDir, 'settings.env.age'), sealed, { mode: 0o600 });
  throw new Problem(
    `Files and database are restored into ${dataDir}, the secrets are not: they are encrypted in ${join(dataDir, 'settings.env.age')}. Open them where the private key is (\`age --decrypt --identity <key file> settings.env.age\`), put the secrets into ${own}, and start. Or move the folder aside and restore again with \`--identity <key file>\`.`,
  );
}

function report(
  { export: live, auditHead, uploads, missing, release }: Inventory,
  seconds: number,
  { dataDir }: { dataDir: string; backup: BackupSettings },
): void {
  console.log(`
Restored and compared in ${seconds} s: ${live.lines} lines of what is live, ${auditHead?.count ?? 0} rows of the audit record, ${Object.keys(uploads).length} uploads are as the backup says.`);
  if (missing.length > 0)
    console.log(`Uploads that were lost before the backup was made: ${missing.slice(0, 5).join(', ')}`);
  if (existsSync(join(dataDir, 'settings-of-backup.env'))) {
    console.log(
      `Settings other than secrets are in ${join(dataDir, 'settings-of-backup.env')}: put those that still hold into .env.`,
    );
  }
  console.log(`Start it:  DATA_DIR=${dataDir} npm start
What was approved or withdrawn after the backup is not in it: look at docs/runbooks/lost-disk.md.${release ? ` Visitors had the release ${release.id}, state ${release.revision}.` : ''}
`);
}
