import { foldersOf } from '../../../site/kernel/settings.ts';
import { DiskWatch } from '../../../site/serve/disk.ts';
import { type Health, health } from '../../../site/serve/health.ts';
import { type ProcessState, readProcesses } from '../../../site/serve/processes.ts';

/** How a platform is doing by what its parts noted in their data folder, whether or not they run. */
export interface HealthLook {
  readonly health: Health;
  readonly processes: readonly ProcessState[] | undefined;
}

/**
 * Looks how a platform is doing.
 * @param disk what watches its disk; when it was found full is known from the second look on
 */
export async function look(dataDir: string, disk = new DiskWatch(dataDir)): Promise<HealthLook> {
  const folders = foldersOf(dataDir);
  await disk.look().catch(() => undefined);
  return { health: await health(folders, disk.state), processes: await readProcesses(folders) };
}
