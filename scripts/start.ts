// `npm start`: everything that is needed, then the CMS, the builder and the site until Ctrl-C.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { loadEnvironment, prepareDataDir, type Settings } from './environment.ts';
import { buildCode } from './lib/build-code.ts';
import { firstRelease, keepBuilding, launchServer } from './lib/builder.ts';
import { cmsReady, isSeeded, launchCms, requireCmsSettings, seed } from './lib/cms.ts';
import { runCommand } from './lib/command.ts';
import { freePort, requireFreePort } from './lib/ports.ts';
import { death } from './lib/processes.ts';
import { step } from './lib/step.ts';

await runCommand(async () => {
  const settings = await withTrigger(loadEnvironment());
  const { host, cmsPort, sitePort, dataDir, localCmsUrl, production } = settings;
  requireCmsSettings(settings.env);
  prepareDataDir(dataDir);
  await requireFreePort(host, cmsPort, 'CMS_PORT');
  await requireFreePort(host, sitePort, 'SITE_PORT');
  await buildCode(settings.env);
  if (!production && !isSeeded(settings)) await loadSamples(settings);

  const server = launchServer(settings);
  const cms = launchCms(settings);
  const deaths = Promise.race([death(server), death(cms)]);
  await step('Starting the CMS', () => Promise.race([cmsReady(localCmsUrl), deaths]));

  const since = new Date();
  const building = keepBuilding(settings);
  const first = !existsSync(join(dataDir, 'live'));
  if (first) console.log('Building the site …');
  const failed = (await Promise.race([firstRelease(settings, since), deaths, building])) === 'failed';
  if (failed) console.error('There is no site yet, see above. The builder goes on trying.');
  announce(settings);
  await Promise.race([deaths, building]);
}, 0);

/** Lets the CMS wake the builder that is started beside it. */
async function withTrigger(settings: Settings): Promise<Settings> {
  const { BUILDER_PORT = String(await freePort()), BUILDER_TRIGGER_URL } = settings.env;
  const url = BUILDER_TRIGGER_URL ?? `http://127.0.0.1:${BUILDER_PORT}/`;
  return { ...settings, env: { ...settings.env, BUILDER_PORT, BUILDER_TRIGGER_URL: url } };
}

async function loadSamples(settings: Settings): Promise<void> {
  console.log('Loading the sample content, once …');
  await seed(settings);
}

function announce({ localCmsUrl, localSiteUrl, production }: Settings): void {
  const signIn = production ? 'accounts as your administrator made them' : 'cms/demo-accounts.json';
  console.log(
    `\nReady.\n  CMS      ${localCmsUrl}/admin\n  Site     ${localSiteUrl}\n  Sign-in  ${signIn}\nCtrl-C stops everything.\n`,
  );
}
