// Loaded into the CMS of a load run: writes every ten seconds what its memory is made of.
import { appendFileSync } from 'node:fs';

const file = process.env.LOAD_PROBE;
if (file) {
  setInterval(() => {
    appendFileSync(file, `${JSON.stringify({ at: Date.now(), ...process.memoryUsage() })}\n`);
  }, 10_000).unref();
}
