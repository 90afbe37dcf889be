import { spawnSync } from 'node:child_process';
import { globSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { root } from '../root.ts';
import { installPackages } from './debian.ts';

const places = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];
const caches = [
  process.env.PLAYWRIGHT_BROWSERS_PATH ?? '',
  join(homedir(), '.cache/ms-playwright'),
  join(homedir(), 'Library/Caches/ms-playwright'),
];

/**
 * Finds a Chromium that runs: CHROME_PATH, the usual places, Playwright's cache; else installs
 * Playwright's, or Debian's when that cannot be fetched or misses its libraries.
 * @returns its path; undefined when there is none and none could be installed
 */
export function findChromium(): string | undefined {
  const given = process.env.CHROME_PATH;
  if (given) return runs(given) ? given : undefined;
  const found = places.find(runs) ?? fromPlaywright();
  if (found) return found;
  console.log("No Chromium was found. Fetching Playwright's, about 150 MB …");
  fetchPlaywrights();
  const fetched = fromPlaywright();
  if (fetched) return fetched;
  console.log("Playwright's could not be fetched or does not run here.");
  return installPackages('chromium') ? places.find(runs) : undefined;
}

function fromPlaywright(): string | undefined {
  return globSync(
    caches.filter(Boolean).map((cache) => join(cache, 'chromium-*/chrome-*/{chrome,*.app/Contents/MacOS/*}')),
  )
    .sort()
    .reverse()
    .find(runs);
}

function fetchPlaywrights(): void {
  const cli = join(root, 'node_modules/playwright-core/cli.js');
  spawnSync(process.execPath, [cli, 'install', '--no-shell', 'chromium'], {
    env: { ...process.env, PLAYWRIGHT_DOWNLOAD_CONNECTION_TIMEOUT: '10000' },
    stdio: 'ignore',
    timeout: 300_000,
  });
}

/** Whether the program is there and finds the libraries that it needs. */
function runs(program: string): boolean {
  return spawnSync(program, ['--version'], { stdio: 'ignore', timeout: 30_000 }).status === 0;
}
