import path from 'node:path';
import { createStrapi } from '@strapi/strapi';
import { loadSampleContent, makeDemoAccounts } from '../features/sample-content';
import { runAsSystem } from '../kernel/actor';

/** `npm run seed`: loads the sample content and the demo sign-ins into the database. */
async function run(): Promise<void> {
  const appDir = process.cwd();
  const strapi = createStrapi({ appDir, distDir: path.join(appDir, 'dist') });
  strapi.log.level = 'error';
  await strapi.load();
  try {
    await runAsSystem(async () => {
      let shown = -1;
      const only = process.argv.slice(2);
      const added = await loadSampleContent(strapi, path.join(appDir, 'sample-content'), only, (done, of) => {
        const tenth = Math.floor((done / of) * 10);
        if (tenth !== shown) console.log(`sample content: ${tenth * 10} %`);
        shown = tenth;
      });
      console.log(added === 0 ? 'sample content: nothing new' : `sample content: ${added} entries added`);
      if (process.env.NODE_ENV === 'production') {
        console.log('demo sign-ins: none, because NODE_ENV is production');
      } else {
        await makeDemoAccounts(strapi, path.join(appDir, 'demo-accounts.json'));
        console.log('demo sign-ins: cms/demo-accounts.json');
      }
    });
    console.log('seed: complete');
  } finally {
    await strapi.destroy();
  }
}

run().then(
  () => process.exit(0),
  (error: Error) => {
    console.error(`The sample content could not be loaded: ${error.message}`);
    process.exit(1);
  },
);
