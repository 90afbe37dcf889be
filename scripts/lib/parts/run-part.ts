import { userInfo } from 'node:os';
import { PART_SIGN, type PartNote } from '../../../site/serve/processes.ts';
import { type EnvironmentSettings, loadEnvironment, prepareDataDir } from '../../environment.ts';
import { requireCode } from '../build-code.ts';
import { requireDatabase } from '../database.ts';
import { requireFreePort } from '../ports.ts';
import { Problem } from '../problem.mjs';
import type { Program } from '../processes.ts';
import { builderProgram, siteProgram } from './builder.ts';
import { cmsProgram, requireCmsSettings } from './cms.ts';
import { holdPart, type PlatformPart } from './data-folder.ts';
import { notifyAlive, notifySocket } from './notify.ts';
import { noteEnd, noteSign, noteStart } from './part-note.ts';
import { hasWait, withTrigger } from './start-words.ts';
import { unitAdvice } from './systemd.ts';

/** Where the builder listens for the CMS when they are started apart, and BUILDER_PORT does not say. */
const BUILDER_PORT = 4400;

/**
 * Runs one part of the platform alone, as systemd does: one process in the foreground, in place of this one, so that
 * signals, exit status and output are its own. It compiles and seeds nothing, and writes its output where it is
 * started, as into the journal.
 */
export async function runPart(part: PlatformPart): Promise<void> {
  try {
    const wait = hasWait(`npm run ${part}`, process.argv.slice(2));
    const settings = withTrigger(loadEnvironment(), BUILDER_PORT);
    requireCmsSettings(settings.env);
    prepareDataDir(settings.dataDir);
    holdPart(settings.dataDir, part);
    const advice = unitAdvice(part, { settings, user: userInfo().username });
    if (advice) console.error(advice);
    await prepare(part, settings, wait);
  } catch (error) {
    console.error(error instanceof Problem ? error.message : error);
    process.exit(1);
  }
}

async function prepare(part: PlatformPart, settings: EnvironmentSettings, wait: boolean): Promise<void> {
  const { dataDir } = settings;
  let note: PartNote = await noteStart(dataDir, part);
  const timer = setInterval(() => {
    note = noteSign(dataDir, note, false);
    notifyAlive();
  }, PART_SIGN);
  for (const [signal, status] of [
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const) {
    process.once(signal, () => {
      noteEnd(dataDir, note, status);
      process.exit(status);
    });
  }
  try {
    await ready[part](settings, wait);
  } catch (error) {
    noteEnd(dataDir, note, 1, error instanceof Problem ? error.message : String(error));
    throw error;
  } finally {
    clearInterval(timer);
  }
  become(part, settings);
}

/** What each part needs before it starts. */
const ready: Record<PlatformPart, (settings: EnvironmentSettings, wait: boolean) => Promise<void>> = {
  async cms(settings, wait) {
    requireCode(true);
    await requireFreePort(settings.host, settings.cmsPort, 'CMS_PORT');
    await requireDatabase(settings, wait, 'npm run cms');
  },
  async builder({ env }) {
    requireCode(false);
    await requireFreePort('127.0.0.1', Number(env.BUILDER_PORT), 'BUILDER_PORT');
  },
  async site({ host, sitePort }) {
    await requireFreePort(host, sitePort, 'SITE_PORT');
  },
};

const programs: Record<PlatformPart, (settings: EnvironmentSettings) => Program> = {
  cms: cmsProgram,
  builder: builderProgram,
  site: siteProgram,
};

/** Puts a part into the place of this process; `as-part.ts` in it says how it is. */
function become(part: PlatformPart, settings: EnvironmentSettings): never {
  const { script, cwd, env } = programs[part](settings);
  const { localCmsUrl, localSiteUrl } = settings;
  const address = { cms: localCmsUrl, site: localSiteUrl, builder: '' }[part];
  const whole = { ...env, ...notifySocket, TZ: 'UTC', PLATFORM_PART: part, PLATFORM_PART_ADDRESS: address };
  const given = Object.entries(whole).filter((entry): entry is [string, string] => entry[1] !== undefined);
  if (cwd) process.chdir(cwd);
  const early = ['--disable-warning=ExperimentalWarning', '--import', `${import.meta.dirname}/as-part.ts`];
  // https://nodejs.org/api/process.html#processexecvefile-args-env: the same process, another program.
  return process.execve?.(
    process.execPath,
    [process.execPath, ...early, ...script],
    Object.fromEntries(given),
  ) as never;
}
