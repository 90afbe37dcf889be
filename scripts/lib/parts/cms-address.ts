import type { EnvironmentSettings } from '../../environment.ts';
import { cmsAnswers } from './answers.ts';

/**
 * The environment of a command that asks the CMS: at this machine's own address where one answers there, else at
 * CMS_URL, as on GitHub Actions. A machine often cannot reach its own public address, or not by its name.
 */
export async function withCmsAddress({
  env,
  localCmsUrl,
}: Pick<EnvironmentSettings, 'env' | 'localCmsUrl'>): Promise<NodeJS.ProcessEnv> {
  const isHere = env.CMS_URL === undefined || (await cmsAnswers(localCmsUrl));
  return isHere ? { ...env, CMS_URL: localCmsUrl } : env;
}
