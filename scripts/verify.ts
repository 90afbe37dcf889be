// `npm run verify`: compares the live release with its manifest.
import { runSiteCommand } from './lib/site-command.ts';

await runSiteCommand('builder/verify.ts');
