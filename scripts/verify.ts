// `npm run verify`: compares the live release with its manifest.
import { withCmsAddress } from './lib/parts/cms-address.ts';
import { runSiteCommand } from './lib/site-command.ts';

// Only a comparison with what is approved asks the CMS.
await runSiteCommand('build/cli/verify.ts', (settings) =>
  process.argv.includes('--cold') ? withCmsAddress(settings) : settings.env,
);
