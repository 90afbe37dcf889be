import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  accessSync,
  closeSync,
  constants,
  existsSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { delimiter, join } from 'node:path';
import { npmFinished } from './installed.mjs';
import { withLock } from './lock.mjs';
import { Problem } from './problem.mjs';

const PROGRESS_MS = 15_000;
const signals = /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']);

/**
 * Installs the dependencies unless exactly those of package-lock.json are installed for this platform.
 * The stamp is written last, so an install that was interrupted is done again from the start.
 * @param {string} root the repository's root
 * @throws {Problem} when they cannot be installed, with what to do
 */
export async function install(root) {
  const stamp = join(root, 'node_modules/.installed');
  if (isInstalled(root, stamp)) return;
  requireWritable(root);
  await withLock(join(root, '.cache/install.lock'), async () => {
    if (isInstalled(root, stamp)) return;
    if (!(existsSync(nodeOf(root)) && npmFinished(root))) {
      const started = Date.now();
      console.log('Installing dependencies; this takes 2 to 5 minutes …');
      rmSync(stamp, { force: true });
      await npmCi(root, join(root, '.cache/install.log'));
      console.log(`Installed dependencies in ${seconds(started)} s.`);
    }
    writeFileSync(stamp, fingerprint(root));
  });
}

/**
 * @param {string} root
 * @param {string} stamp
 */
function isInstalled(root, stamp) {
  return existsSync(stamp) && readFileSync(stamp, 'utf8') === fingerprint(root);
}

/**
 * What the installed dependencies depend on.
 * @param {string} root
 */
function fingerprint(root) {
  const hash = createHash('sha256').update(readFileSync(join(root, 'package-lock.json')));
  return hash.update(`${process.platform} ${process.arch}`).digest('hex');
}

/**
 * The project's own Node.
 * @param {string} root
 */
export function nodeOf(root) {
  return join(root, 'node_modules/node/bin/node');
}

/** @param {string} root */
function requireWritable(root) {
  const folders = [root, join(root, '.cache'), join(root, 'node_modules')].filter(existsSync);
  for (const folder of folders) {
    try {
      accessSync(folder, constants.W_OK);
    } catch {
      throw new Problem(
        `The folder ${folder} cannot be written to: dependencies cannot be installed. Make it writable for this user, or use a copy of the project in a folder of your own.`,
      );
    }
  }
}

/**
 * @param {string} root
 * @param {string} log the file that takes npm's output
 */
async function npmCi(root, log) {
  const started = Date.now();
  const timer = setInterval(() => console.log(`  still installing, ${seconds(started)} s`), PROGRESS_MS);
  try {
    const status = await runNpm(root, log);
    if (status !== 0) throw new Problem(reason(status, readFileSync(log, 'utf8'), log));
  } finally {
    clearInterval(timer);
  }
  if (!existsSync(nodeOf(root))) {
    throw new Problem(`The project's own Node was not installed; npm's output is in ${log}.`);
  }
}

/**
 * @param {string} root
 * @param {string} log
 * @returns {Promise<number | NodeJS.Signals | null>} npm's exit status, or the signal that ended it
 */
async function runNpm(root, log) {
  const output = openSync(log, 'w');
  // NODE_ENV=production would leave out the project's own Node, and a user's ignore-scripts would too.
  const words = [
    'ci',
    '--include=dev',
    '--ignore-scripts=false',
    '--engine-strict=false',
    '--no-audit',
    '--no-fund',
    '--prefer-offline',
  ];
  const retries = ['--fetch-retries=2', '--fetch-retry-mintimeout=2000', '--fetch-retry-maxtimeout=10000'];
  const npm = spawn('npm', [...words, ...retries], {
    cwd: root,
    env: { ...process.env, PATH: pathWithout(join(root, 'node_modules')) },
    stdio: ['ignore', output, output],
  });
  const stop = () => npm.kill();
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
  if (/ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|ERR_SOCKET_TIMEOUT/.test(output)) {
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
