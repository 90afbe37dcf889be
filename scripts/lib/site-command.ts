import { join } from 'node:path';
import { type EnvironmentSettings, loadEnvironment } from '../environment.ts';
import { runCommand } from './command.ts';
import { launch } from './processes.ts';
import { root } from './root.ts';

/**
 * Runs a command of the site that needs no compiled code, with this command's arguments.
 * @param script its path in site/
 * @param environment what it gets; without it, that of a command that needs no CMS
 */
export async function runSiteCommand(
  script: string,
  environment: (settings: EnvironmentSettings) => Promise<NodeJS.ProcessEnv> | NodeJS.ProcessEnv = ({
    env,
  }) => env,
): Promise<void> {
  await runCommand(async () => {
    const env = await environment(loadEnvironment());
    const command = launch({
      name: script,
      script: [join(root, 'site', script), ...process.argv.slice(2)],
      env,
    });
    process.exitCode = await command.exited;
  });
}
