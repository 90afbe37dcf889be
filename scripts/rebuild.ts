// `npm run rebuild`: builds one release from the CMS, on its own machine or in CI.
import { loadEnvironment, prepareDataDir } from './environment.ts';
import { buildModel } from './lib/build-code.ts';
import { runCommand } from './lib/command.ts';
import { rebuildScript } from './lib/parts/builder.ts';
import { withCmsAddress } from './lib/parts/cms-address.ts';
import { launch } from './lib/processes.ts';

await runCommand(async () => {
  const settings = loadEnvironment();
  const { env, dataDir } = settings;
  prepareDataDir(dataDir);
  await buildModel(env);
  const builder = launch({
    name: 'the builder',
    script: [rebuildScript, ...process.argv.slice(2)],
    env: await withCmsAddress(settings),
  });
  // 2 says that something was left out; see its --help.
  process.exitCode = await builder.exited;
});
