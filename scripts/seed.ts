// `npm run seed`: loads the sample content; entries that are there already stay as they are.
import { loadEnvironment, prepareDataDir } from './environment.ts';
import { buildCode } from './lib/build-code.ts';
import { seed } from './lib/cms.ts';
import { runCommand } from './lib/command.ts';

await runCommand(async () => {
  const settings = loadEnvironment();
  prepareDataDir(settings.dataDir);
  await buildCode(settings.env);
  await seed(settings, () => true);
});
