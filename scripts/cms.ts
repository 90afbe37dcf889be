// `npm run cms`: the CMS alone. With `--wait` it waits for a database that does not answer yet, as at boot.
import { runPart } from './lib/parts/run-part.ts';

await runPart('cms');
