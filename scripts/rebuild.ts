// `npm run rebuild`: builds one release from the CMS at CMS_URL, on this machine or in CI.
import { join } from 'node:path';
import { loadEnvironment, prepareDataDir } from './environment.ts';
import { buildModel } from './lib/build-code.ts';
import { rebuildScript } from './lib/builder.ts';
import { runCommand } from './lib/command.ts';
import { runToEnd } from './lib/step.ts';

await runCommand(async () => {
  const { env, dataDir, localCmsUrl } = loadEnvironment();
  prepareDataDir(dataDir);
  await buildModel(env);
  await runToEnd({
    name: 'Building the site',
    script: [rebuildScript, ...process.argv.slice(2)],
    env: { CMS_URL: localCmsUrl, ...env },
    log: join(dataDir, 'logs/rebuild.log'),
    show: () => true,
  });
});
