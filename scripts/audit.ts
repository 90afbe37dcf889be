// `npm run audit:verify [-- <count>:<hash> …]`: finds out whether the audit record is whole.
import { loadEnvironment } from './environment.ts';
import { buildServer } from './lib/build-code.ts';
import { runCommand } from './lib/command.ts';
import { requireCmsSettings, verifyScript } from './lib/parts/cms.ts';
import { launch } from './lib/processes.ts';

await runCommand(async () => {
  const { env } = loadEnvironment();
  requireCmsSettings(env);
  await buildServer(env);
  const script = [...verifyScript, ...process.argv.slice(2)];
  process.exitCode = await launch({ name: 'the check', script, env }).exited;
});
