// `npm run rollback`: shows the previous release and holds it; see its --help.
import { runBuilderCommand } from './lib/builder-command.ts';

await runBuilderCommand('rollback');
