// `npm run builder`: the builder alone, which keeps the site equal to what is approved.
import { runPart } from './lib/parts/run-part.ts';

await runPart('builder');
