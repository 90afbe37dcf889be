import { join } from 'node:path';
import { loadEnvironment } from '../environment.ts';
import { runCommand } from './command.ts';
import { launch } from './processes.ts';
import { root } from './root.ts';

/**
 * Runs a command of the site that needs neither the CMS nor compiled code, with this command's arguments.
 * @param script its path in site/
 */
export async function runSiteCommand(script: string): Promise<void> {
  await runCommand(async () => {
    const command = launch({
      name: script,
      script: [join(root, 'site', script), ...process.argv.slice(2)],
      env: loadEnvironment().env,
    });
    process.exitCode = await command.exited;
  });
}
