// `npm run verify`: compares the live release with its manifest.
import { runBuilderCommand } from './lib/builder-command.ts';

await runBuilderCommand('verify');
