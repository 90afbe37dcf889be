import { join } from 'node:path';
import { loadEnvironment } from '../environment.ts';
import { runCommand } from './command.ts';
import { launch } from './processes.ts';
import { root } from './root.ts';

/** Runs one of the builder's commands that needs neither the CMS nor compiled code, with this command's arguments. */
export async function runBuilderCommand(script: 'rollback' | 'verify'): Promise<void> {
  await runCommand(async () => {
    const command = launch({
      name: `npm run ${script}`,
      script: [join(root, 'site/builder', `${script}.ts`), ...process.argv.slice(2)],
      env: loadEnvironment().env,
    });
    process.exitCode = await command.exited;
  });
}
