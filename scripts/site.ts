// `npm run site`: the static server alone.
import { runPart } from './lib/parts/run-part.ts';

await runPart('site');
