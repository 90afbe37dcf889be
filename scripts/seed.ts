// `npm run seed [-- type …]`: loads the sample content, all of it or these types only; entries that are
// there already stay as they are.
import { loadEnvironment, prepareDataDir } from './environment.ts';
import { buildCode } from './lib/build-code.ts';
import { requireCmsSettings, seed } from './lib/cms.ts';
import { runCommand } from './lib/command.ts';

await runCommand(async () => {
  const settings = loadEnvironment();
  requireCmsSettings(settings.env);
  prepareDataDir(settings.dataDir);
  await buildCode(settings.env);
  await seed(settings, process.argv.slice(2));
});
