// `npm test [-- filters]`: finds or installs what the tests need, then runs all of them but the long ones.
// `npm run test:long [-- filters]` runs the long ones, `*.long.test.ts`, and keeps how they ended.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { loadEnvironment } from './environment.ts';
import { buildCode } from './lib/build-code.ts';
import { runCommand } from './lib/command.ts';
import { keepLongResults } from './lib/long-results.ts';
import { launch } from './lib/processes.ts';
import { findChromium } from './lib/programs/chromium.ts';
import { findClamd } from './lib/programs/clamd.ts';
import { canInstall, installPackages } from './lib/programs/debian.ts';
import { findNginx } from './lib/programs/nginx.ts';
import { findPostgres } from './lib/programs/postgres.ts';
import { summary } from './lib/results.ts';
import { root } from './lib/root.ts';

const results = join(root, '.cache/test-results.json');

await runCommand(async () => {
  const long = process.argv[2] === '--long';
  const env = { ...neutralEnvironment(), TEST_LONG: long ? '1' : '' };
  await buildCode(loadEnvironment({ ...env, DATA_DIR: 'test-data' }, join(root, '.cache')).env);
  rmSync(results, { force: true });
  const vitest = launch({
    name: 'Vitest',
    script: [
      join(root, 'node_modules/vitest/vitest.mjs'),
      'run',
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${results}`,
      ...process.argv.slice(long ? 3 : 2),
    ],
    env: { ...env, ...findPrograms() },
  });
  process.exitCode = await vitest.exited;
  const counted = existsSync(results) ? JSON.parse(readFileSync(results, 'utf8')) : undefined;
  if (long && counted) keepLongResults(counted);
  console.log(summary(counted));
});

/** The environment without the settings of a running platform: tests must never touch its data. */
function neutralEnvironment(): NodeJS.ProcessEnv {
  const settings = parseEnv(readFileSync(join(root, '.env.example'), 'utf8'));
  const kept = Object.entries(process.env).filter(([name]) => !(name in settings));
  return Object.fromEntries(kept);
}

/** CHROME_PATH, PG_BIN, NGINX_PATH and CLAMD_PATH for the tests; one that is missing makes the tests that need it fail. */
function findPrograms(): Record<string, string> {
  const chromium = findChromium();
  if (chromium) console.log(`Browser tests use ${chromium}`);
  else
    console.error(
      'No Chromium was found or could be installed: set CHROME_PATH. The browser tests will fail.',
    );
  const postgres = findPostgres();
  if (postgres) console.log(`PostgreSQL tests use ${postgres}`);
  else
    console.error(
      'No PostgreSQL was found or could be installed: set PG_BIN. The PostgreSQL tests will fail.',
    );
  const nginx = findNginx();
  if (nginx) console.log(`The tests of nginx use ${nginx}`);
  else {
    console.error('No nginx was found or could be installed: set NGINX_PATH. The tests of nginx will fail.');
  }
  const clamd = findClamd();
  if (clamd) console.log(`The tests of the virus scanner use ${clamd}`);
  else {
    console.error(
      'No clamd was found or could be installed: set CLAMD_PATH. The tests of the virus scanner will fail.',
    );
  }
  if (!hasBengaliFont() && !(canInstall && installPackages('fonts-noto-core'))) {
    console.warn('No Bengali font was found: the browser tests will run, but screenshots will show boxes.');
  }
  return {
    ...(chromium && { CHROME_PATH: chromium }),
    ...(postgres && { PG_BIN: postgres }),
    ...(nginx && { NGINX_PATH: nginx }),
    ...(clamd && { CLAMD_PATH: clamd }),
  };
}

function hasBengaliFont(): boolean {
  const { stdout } = spawnSync('fc-list', [':lang=bn', 'family'], { encoding: 'utf8' });
  return Boolean(stdout?.trim());
}
