import path from 'node:path';
import { createStrapi } from '@strapi/strapi';
import { readWords, runAccountCommand } from '../features/accounts';

/** `npm run account -- list | <step> <e-mail>`, and `npm run admin:create` */
async function run(words: readonly string[]): Promise<void> {
  const told = readWords(words);
  const appDir = process.cwd();
  const strapi = createStrapi({ appDir, distDir: path.join(appDir, 'dist'), serveAdminPanel: false });
  strapi.log.level = 'error';
  await strapi.load();
  try {
    console.log(await runAccountCommand(strapi, told));
  } finally {
    await strapi.destroy();
  }
}

run(process.argv.slice(2)).then(
  () => process.exit(0),
  (error: Error) => {
    console.error(error.message);
    process.exit(1);
  },
);
