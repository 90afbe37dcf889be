import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { EnvironmentSettings } from '../../environment.ts';
import { launch, type Program } from '../processes.ts';
import { root } from '../root.ts';
import { siteAnswers } from './answers.ts';
import { givesSigns, type Service } from './supervise.ts';

const folder = join(root, 'site/build');
/** Builds once and ends. */
export const rebuildScript = join(folder, 'cli/rebuild.ts');

/** How the builder is started, which asks the CMS at this machine's own address. */
export function builderProgram({
  env,
  localCmsUrl,
}: Pick<EnvironmentSettings, 'env' | 'localCmsUrl'>): Program {
  return { script: [join(folder, 'daemon/loop.ts')], env: { ...env, CMS_URL: localCmsUrl } };
}

/** How the static server is started. */
export function siteProgram({ env }: Pick<EnvironmentSettings, 'env'>): Program {
  return { script: [join(root, 'site/serve/serve.ts')], env };
}

/** The server that answers with the live release. */
export function siteService(settings: EnvironmentSettings): Service {
  const { dataDir, env, localSiteUrl } = settings;
  return {
    name: 'site',
    title: 'the static server',
    launch: () =>
      launch({
        name: 'the static server',
        ...siteProgram({ env }),
        log: join(dataDir, 'logs/site.log'),
        append: true,
        show: (line) => /\berror\b/i.test(line),
      }),
    answers: () => siteAnswers(localSiteUrl),
  };
}

/** The builder, which keeps the site equal to what is published. */
export function builderService(settings: EnvironmentSettings): Service {
  return {
    name: 'builder',
    title: 'the builder',
    launch: () =>
      launch({
        name: 'the builder',
        ...builderProgram(settings),
        log: join(settings.dataDir, 'logs/builder.log'),
        append: true,
        show: () => true,
      }),
    answers: givesSigns,
  };
}

/** Waits until there is a release, or until a build that ended after `since` failed. */
export async function firstRelease(
  { dataDir }: EnvironmentSettings,
  since: Date,
): Promise<'live' | 'failed'> {
  while (!existsSync(join(dataDir, 'live'))) {
    const report = readReport(join(dataDir, 'builder.json'));
    if (report && !report.ok && new Date(report.finishedAt) > since) return 'failed';
    await sleep(300);
  }
  return 'live';
}

interface Report {
  readonly ok: boolean;
  /** ISO 8601. */
  readonly finishedAt: string;
}

function readReport(file: string): Report | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    // There is none yet.
    return undefined;
  }
}
