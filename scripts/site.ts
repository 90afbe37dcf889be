// `npm run site`: the static server alone.
import { runPart } from './lib/run-part.ts';

await runPart('site');
