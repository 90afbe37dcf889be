// `npm run account -- list | reset-factor | reset-password | invite | off | on <e-mail>`: what can be done to an account on
// the machine itself, when nobody can in the admin; and `npm run admin:create`, which invites the first super admin.
import { join } from 'node:path';
import { loadEnvironment, prepareDataDir } from './environment.ts';
import { buildServer } from './lib/build-code.ts';
import { runCommand } from './lib/command.ts';
import { requireReachable } from './lib/database.ts';
import { requireCmsSettings } from './lib/parts/cms.ts';
import { launch } from './lib/processes.ts';
import { root } from './lib/root.ts';

await runCommand(async () => {
  const settings = loadEnvironment();
  const { env } = settings;
  requireCmsSettings(env);
  prepareDataDir(settings.dataDir);
  if (env.DATABASE_URL) await requireReachable(env.DATABASE_URL);
  await buildServer(env);
  const script = ['--enable-source-maps', join(root, 'cms/dist/src/commands/account.js')];
  const command = {
    name: 'the command',
    script: [...script, ...process.argv.slice(2)],
    cwd: join(root, 'cms'),
  };
  process.exitCode = await launch({ ...command, env }).exited;
});
