import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { say } from '../terminal.ts';

/**
 * Shows how the first super admin registers, as long as the CMS has left that in the data folder: on a terminal. What
 * a service says is kept in a log, which only names the file.
 */
export function showFirstAdmin({ dataDir }: { readonly dataDir: string }): void {
  const file = join(dataDir, 'first-admin.txt');
  if (!existsSync(file)) return;
  if (process.stdout.isTTY) say(readFileSync(file, 'utf8').trim());
  else say(`Nobody can sign in yet: ${file} says how the first super admin registers.`);
}
