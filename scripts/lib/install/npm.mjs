import { spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { Problem } from '../problem.mjs';

const PROGRESS_MS = 15_000;
const NO_NETWORK =
  /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|E(IDLE|CONN|SOCKET)?TIMEDOUT|ENETUNREACH|ENOTCACHED|ERR_SOCKET_TIMEOUT/;
const signals = /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']);

/**
 * Installs exactly what package-lock.json says, from npm's cache alone when there is no network.
 * @param {string} root the repository's root
 * @param {string} log the file that takes npm's output
 * @throws {Problem} with what to do
 */
export async function npmCi(root, log) {
  const started = Date.now();
  console.log('Installing dependencies; this takes 2 to 5 minutes …');
  const timer = setInterval(() => console.log(`  still installing, ${seconds(started)} s`), PROGRESS_MS);
  try {
    writeFileSync(log, '');
    // Without a network `npm ci` tries each of 1,800 packages for minutes; one look says the same.
    const ping = await runNpm(root, ['ping', '--fetch-retries=0', '--fetch-timeout=20000'], log);
    if (typeof ping === 'string') throw new Problem(reason(ping, '', log));
    const offline = ping !== 0 && NO_NETWORK.test(readFileSync(log, 'utf8'));
    const status = await runNpm(root, [...ciWords, offline ? '--offline' : '--prefer-offline'], log);
    if (status !== 0) throw new Problem(reason(status, readFileSync(log, 'utf8'), log));
  } finally {
    clearInterval(timer);
  }
  console.log(`Installed dependencies in ${seconds(started)} s.`);
}

// NODE_ENV=production would leave out the project's own Node, and a user's ignore-scripts would too.
const ciWords = [
  'ci',
  '--include=dev',
  '--ignore-scripts=false',
  '--engine-strict=false',
  '--no-audit',
  '--no-fund',
];

/**
 * @param {string} root
 * @param {string[]} words
 * @param {string} log
 * @returns {Promise<number | NodeJS.Signals | null>} npm's exit status, or the signal that ended it
 */
async function runNpm(root, words, log) {
  const output = openSync(log, 'a');
  const npm = spawn('npm', words, {
    cwd: root,
    env: { ...process.env, PATH: pathWithout(join(root, 'node_modules')) },
    stdio: ['ignore', output, output],
    detached: true,
  });
  // npm puts a termination off until it has finished a stage; what it leaves is installed anew next time.
  const stop = () => npm.pid && process.kill(-npm.pid, 'SIGKILL');
  for (const signal of signals) process.once(signal, stop);
  try {
    return await new Promise((resolve, reject) => {
      npm.on('error', reject);
      npm.on('exit', (status, signal) => resolve(status ?? signal));
    });
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') {
      throw new Problem(
        'npm was not found: install it (it comes with Node from https://nodejs.org) and run the command again.',
      );
    }
    throw error;
  } finally {
    for (const signal of signals) process.off(signal, stop);
    closeSync(output);
  }
}

/**
 * Says why npm failed and what to do.
 * @param {number | NodeJS.Signals | null} status npm's exit status or the signal that ended it
 * @param {string} output what npm printed
 * @param {string} log the file that holds the output
 */
export function reason(status, output, log) {
  if (typeof status === 'string') return 'Stopped before the dependencies were installed.';
  const details = `npm's output is in ${log}.`;
  if (NO_NETWORK.test(output)) {
    return `Dependencies are missing and the network cannot be reached: connect this machine to the internet (or set npm's proxy or registry) and run the command again. ${details}`;
  }
  if (/ENOSPC/.test(output)) return `The disk is full: free about 2 GB and run the command again. ${details}`;
  if (/EACCES|EPERM|EROFS/.test(output)) {
    return `npm may not write to this folder or to its own cache: correct their owner and run the command again. ${details}`;
  }
  return `npm could not install the dependencies (${status}): run the command again, and if that does not help read on: ${details}`;
}

/**
 * The PATH without the project's own programs, which the install replaces under way.
 * @param {string} folder
 */
function pathWithout(folder) {
  const path = process.env.PATH ?? '';
  return path
    .split(delimiter)
    .filter((entry) => !entry.startsWith(folder))
    .join(delimiter);
}

/** @param {number} started */
function seconds(started) {
  return Math.round((Date.now() - started) / 1000);
}
