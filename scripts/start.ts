// `npm start`: everything that is needed, then the CMS, the builder and the site until Ctrl-C. With `--wait` it waits
// for a database that does not answer yet, as at boot; otherwise it ends at once and says why.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { DiskWatch } from '../site/serve/disk.ts';
import { type EnvironmentSettings, loadEnvironment, prepareDataDir } from './environment.ts';
import { buildCode } from './lib/build-code.ts';
import { runCommand } from './lib/command.ts';
import { requireDatabase } from './lib/database.ts';
import { builderService, firstRelease, siteService } from './lib/parts/builder.ts';
import { cmsService, isSeeded, requireCmsSettings, seed } from './lib/parts/cms.ts';
import { holdDataFolder } from './lib/parts/data-folder.ts';
import { look } from './lib/parts/look.ts';
import { findNeeds, OperatorMail } from './lib/parts/operator-mail.ts';
import { hasWait, withTrigger } from './lib/parts/start-words.ts';
import { Supervisor } from './lib/parts/supervise.ts';
import { freePort, requireFreePort } from './lib/ports.ts';
import { say, surviveTerminal } from './lib/terminal.ts';

/** Milliseconds between two looks at what needs a person. */
const LOOK_MS = 10_000;
/** Milliseconds after which the builder is started though the CMS does not answer. */
const WITHOUT_CMS_MS = 30_000;

// A closed terminal does not end the platform.
surviveTerminal();
await runCommand(run, 0, ['SIGINT', 'SIGTERM']);

async function run(): Promise<void> {
  const settings = withTrigger(loadEnvironment(), await freePort());
  const { host, cmsPort, sitePort, dataDir } = settings;
  requireCmsSettings(settings.env);
  prepareDataDir(dataDir);
  await holdDataFolder(dataDir);
  await requireFreePort(host, cmsPort, 'CMS_PORT');
  await requireFreePort(host, sitePort, 'SITE_PORT');
  const wait = hasWait('npm start', process.argv.slice(2));
  const first = !existsSync(join(dataDir, 'live'));
  // Where there is something to serve, nothing else is waited for.
  if (first || !wait) await requireDatabase(settings, wait, 'npm start');

  const supervisor = new Supervisor({ file: join(dataDir, 'processes.json') });
  if (first) await prepareCode(settings);
  // A fault of this process must not end what it looks after.
  process.on('uncaughtException', (error) => say(String(error.stack)));
  const site = supervisor.keep(siteService(settings));
  if (!first) site.then(() => say(`The site is on ${settings.localSiteUrl}`));
  watchOver(settings);
  const since = new Date();
  const cms = supervisor.keep(cmsService(settings, first ? undefined : () => prepare(settings, wait)));
  if (first) console.log('Starting the CMS …');
  await Promise.race([cms, sleep(WITHOUT_CMS_MS, undefined, { ref: false })]);
  supervisor.keep(builderService(settings));
  if (first) console.log('Building the site …');
  await cms;
  if ((await firstRelease(settings, since)) === 'failed') {
    console.error('There is no site yet, see above. The builder goes on trying.');
  }
  announce(settings);
  await new Promise(() => undefined);
}

/** Tells the operator of what needs a person, for as long as this process lives. */
function watchOver(settings: EnvironmentSettings): void {
  const mail = new OperatorMail(settings);
  const disk = new DiskWatch(settings.dataDir);
  const lookAround = async () => {
    const { health, processes } = await look(settings.dataDir, disk);
    await mail.tell(findNeeds(health, processes));
  };
  const again = () => {
    lookAround()
      .catch((error) => say(String(error)))
      .finally(() => setTimeout(again, LOOK_MS).unref());
  };
  again();
}

async function prepare(settings: EnvironmentSettings, wait: boolean): Promise<void> {
  if (wait) await requireDatabase(settings, wait, 'npm start');
  await prepareCode(settings);
}

async function prepareCode(settings: EnvironmentSettings): Promise<void> {
  await buildCode(settings.env);
  if (settings.production || isSeeded(settings)) return;
  say('Loading the sample content, once …');
  await seed(settings);
}

function announce({ localCmsUrl, localSiteUrl, production }: EnvironmentSettings): void {
  const signIn = production ? 'accounts as your administrator made them' : 'cms/demo-accounts.json';
  console.log(
    `\nReady.\n  CMS      ${localCmsUrl}/admin\n  Site     ${localSiteUrl}\n  Sign-in  ${signIn}\nCtrl-C stops everything.\n`,
  );
}
