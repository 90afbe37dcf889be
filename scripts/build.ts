// `npm run build`: compiles everything and builds one release, with the CMS that runs or one for the time.
import { loadEnvironment, prepareDataDir } from './environment.ts';
import { buildCode } from './lib/build-code.ts';
import { builderEnv, rebuildScript } from './lib/builder.ts';
import { cmsAnswers, cmsReady, isSeeded, launchCms, requireCmsSettings, seed } from './lib/cms.ts';
import { runCommand } from './lib/command.ts';
import { requireFreePort } from './lib/ports.ts';
import { death, launch } from './lib/processes.ts';
import { step } from './lib/step.ts';

await runCommand(async () => {
  const settings = loadEnvironment();
  const { host, cmsPort, localCmsUrl, production } = settings;
  requireCmsSettings(settings.env);
  prepareDataDir(settings.dataDir);
  await buildCode(settings.env);
  if (!(await cmsAnswers(localCmsUrl))) {
    await requireFreePort(host, cmsPort, 'CMS_PORT');
    if (!production && !isSeeded(settings)) await seed(settings);
    const cms = launchCms(settings);
    await step('Starting the CMS', () => Promise.race([cmsReady(localCmsUrl), death(cms)]));
  }
  const builder = launch({ name: 'the builder', script: [rebuildScript], env: builderEnv(settings) });
  process.exitCode = await builder.exited;
});
