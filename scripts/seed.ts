// `npm run seed [-- type …]`: loads the sample content, all of it or these types only; entries that are
// there already stay as they are. In production only what is no example, unless --sample is said twice.
import { loadEnvironment, prepareDataDir } from './environment.ts';
import { buildCode } from './lib/build-code.ts';
import { runCommand } from './lib/command.ts';
import { requireCmsSettings, seed } from './lib/parts/cms.ts';
import { typesToSeed } from './lib/what-to-seed.ts';

await runCommand(async () => {
  const settings = loadEnvironment();
  const types = typesToSeed(process.argv.slice(2), settings.production);
  requireCmsSettings(settings.env);
  prepareDataDir(settings.dataDir);
  await buildCode(settings.env);
  await seed(settings, types);
});
