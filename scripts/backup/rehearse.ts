import { createHash, randomBytes } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Proven } from '../../cms/src/features/backup/state.ts';
import type { EnvironmentSettings } from '../environment.ts';
import { checkRestored } from './check-restored.ts';
import { databasesCalled, dropDatabase, makeDatabase } from './postgres.ts';
import type { Restic } from './restic.ts';
import { restoreInto } from './restore-into.ts';

/**
 * Restores the newest backup into a throw-away folder (and database), starts a CMS on it and compares. Keeps
 * nothing. The secrets are those of this machine: the private key that opens those in the backup is not here.
 * @throws {Problem} saying what is not as it should be
 */
export async function rehearse(settings: EnvironmentSettings, restic: Restic): Promise<Proven> {
  const begun = Date.now();
  const dataDir = join(settings.dataDir, 'rehearsal');
  const { DATABASE_URL: url } = settings.env;
  // Databases of rehearsals begin so; one that was killed left its own.
  const beginning = url && `rehearsal_${hash(new URL(url).pathname)}_`;
  const name = beginning && `${beginning}${randomBytes(4).toString('hex')}`;
  await clear();
  try {
    const snapshot = await restic.find('latest');
    const databaseUrl = url && name ? await makeDatabase(url, name) : undefined;
    const { inventory } = await restoreInto(restic, snapshot, { dataDir, databaseUrl });
    const env = { ...settings.env, DATABASE_URL: databaseUrl };
    await checkRestored(inventory, { env, dataDir, log: join(settings.dataDir, 'logs/rehearsal.log') });
    return {
      snapshot: snapshot.short_id,
      madeAt: inventory.at,
      at: new Date().toISOString(),
      seconds: Math.round((Date.now() - begun) / 100) / 10,
    };
  } finally {
    await clear();
  }

  /** Only one rehearsal runs at a time: whatever is there is left from another. */
  async function clear(): Promise<void> {
    await rm(dataDir, { recursive: true, force: true });
    if (!url || !beginning) return;
    for (const left of await databasesCalled(url, beginning)) await dropDatabase(url, left);
  }
}

/** Short, and of letters that need no quotes. */
function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 12);
}
