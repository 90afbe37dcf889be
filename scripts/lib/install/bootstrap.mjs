import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Problem } from '../problem.mjs';
import { install, nodeOf } from './install.mjs';

const root = resolve(fileURLToPath(import.meta.url), '../../../..');
/** Commands that need what a production install leaves out. */
const DEVELOPING = new Set(['bench', 'build', 'check', 'guide', 'sbom', 'schemas', 'test']);
const PARENT_LOOK_MS = 500;
const signals = /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']);

/**
 * Installs what is missing and runs `scripts/<command>.ts` with the project's Node, which is also put
 * first on the PATH of everything that it starts.
 * @param {string[]} words the command and its arguments
 * @returns {Promise<number>} the exit status
 */
export async function bootstrap([command = '', ...words]) {
  const parent = process.ppid;
  const script = join(root, 'scripts', `${command}.ts`);
  if (!/^[a-z]+$/.test(command) || !existsSync(script)) {
    console.error(`There is no command "${command}". The README lists the commands.`);
    return 1;
  }
  // Who runs the platform may be somebody else, who reads what root builds, whatever root's umask is.
  if (command === 'build') process.umask(0o022);
  try {
    await install(root, DEVELOPING.has(command));
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    console.error(error.message);
    return 1;
  }
  return run(command, script, words, parent);
}

/**
 * @param {string} command
 * @param {string} script
 * @param {string[]} words
 * @param {number} parent the process that started this one
 * @returns {Promise<number>}
 */
function run(command, script, words, parent) {
  const node = nodeOf(root);
  const env = {
    // Nothing that runs here reports home.
    STRAPI_TELEMETRY_DISABLED: 'true',
    ASTRO_TELEMETRY_DISABLED: '1',
    ...process.env,
    // Whatever the machine's clock shows; people are shown Dhaka's.
    TZ: 'UTC',
    PATH: [dirname(node), join(root, 'node_modules/.bin'), process.env.PATH].join(delimiter),
  };
  const parentWatch = join(root, 'scripts/lib/follow-parent.mjs');
  // Strapi needs cms/ without a "type" in its package.json; its settings are read from here all the same.
  const quiet = '--disable-warning=MODULE_TYPELESS_PACKAGE_JSON';
  const child = spawn(node, [quiet, '--import', parentWatch, script, ...words], {
    env,
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
  });
  let hungUp = false;
  for (const signal of signals) {
    process.on(signal, () => {
      // A closed terminal ends what somebody waits for there, and not the platform.
      if (signal === 'SIGHUP' && command === 'start') hungUp = true;
      else child.kill(signal);
    });
  }
  if (process.env.npm_lifecycle_event) {
    // npm passes a termination on to its shell only, and the shell to nobody. A hang-up ends npm too.
    const look = () => process.ppid !== parent && !hungUp && child.kill('SIGTERM');
    setInterval(look, PARENT_LOOK_MS).unref();
  }
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (status) => resolve(status ?? 1));
  });
}
