// `npm run rollback`: shows the previous release and holds it; see its --help.
import { runSiteCommand } from './lib/site-command.ts';

await runSiteCommand('build/cli/rollback.ts');
