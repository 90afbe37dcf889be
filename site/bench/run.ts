import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { stop } from '../kernel/command.ts';
import { measure } from './measure.ts';
import { keepRun, settingOf } from './results.ts';

/** `npm run bench`: measures the rebuild of generated sites and writes bench/results.md. */

const USAGE = `npm run bench [-- options]: measures the rebuild of generated sites, writes bench/results.md
  --pages <numbers>   entries of the sites, with commas; 1000,10000,50000 if not said
  --changes <number>  single stories to change; 20 if not said
  --seed <number>     another content; 1 if not said
  --folder <folder>   where to work, instead of the machine's temporary folder
npm run bench -- kill: kills the builder during 100 publishes and the CMS during 500
  --changes <number>  the part of these numbers in a hundred; 100 if not said
  --postgres          the CMS on PostgreSQL (PG_BIN) instead of SQLite`;

const { values, positionals } = readArguments();
const started = Date.now();
const say = (line: string) =>
  console.log(`${String(Math.round((Date.now() - started) / 1000)).padStart(5)} s  ${line}`);
const seed = wholeNumber('seed', values.seed);

if (values.help) console.log(USAGE);
else if (positionals[0] === 'kill') {
  // Brings the CMS with it.
  const { killAll } = await import('./kill.ts');
  await killAll({
    share: wholeNumber('changes', values.changes ?? '100'),
    seed,
    postgres: values.postgres,
    say,
  });
} else {
  const changes = wholeNumber('changes', values.changes ?? '20');
  const sizes = values.pages.split(',').map((pages) => wholeNumber('pages', pages));
  const folder = await mkdtemp(join(values.folder, 'bench-'));
  try {
    for (const entries of sizes) {
      const measured = await measure({ entries, seed, changes, folder: join(folder, String(entries)), say });
      say(`Written to ${await keepRun({ ...measured, setting: await settingOf(seed) })}`);
    }
  } catch (error) {
    say(`What was built is still in ${folder}, with the builder's log; delete it when you have seen it.`);
    throw error;
  }
  // At the end: a disk that frees gigabytes is slow for minutes, and would be measured with the next size.
  await rm(folder, { recursive: true, force: true, maxRetries: 5 });
}

function wholeNumber(name: string, text: string): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 1) stop(`--${name} must be a whole number, but is "${text}".`);
  return number;
}

function readArguments() {
  try {
    const options = {
      pages: { type: 'string', default: '1000,10000,50000' },
      changes: { type: 'string' },
      seed: { type: 'string', default: '1' },
      folder: { type: 'string', default: tmpdir() },
      postgres: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    } as const;
    return parseArgs({ options, allowPositionals: true });
  } catch (error) {
    return stop(`${(error as Error).message}\n${USAGE}`);
  }
}
