// `npm run nginx`: prints a configuration of nginx for this machine's data folder.
import { runSiteCommand } from './lib/site-command.ts';

await runSiteCommand('serve/print-nginx.ts');
