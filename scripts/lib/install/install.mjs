import { createHash } from 'node:crypto';
import { accessSync, constants, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { withLock } from '../lock.mjs';
import { Problem } from '../problem.mjs';
import { npmFinished } from './installed.mjs';
import { npmCi } from './npm.mjs';

/**
 * Installs the dependencies unless exactly those of package-lock.json are installed for this platform.
 * The stamp is written last, so an install that was interrupted is done again from the start.
 * @param {string} root the repository's root
 * @param {boolean} dev whether what only building and testing need has to be there; `npm prune --omit=dev` removes it
 * @throws {Problem} when they cannot be installed, with what to do
 */
export async function install(root, dev) {
  const stamp = join(root, 'node_modules/.installed');
  if (isInstalled(root, stamp) && (!dev || npmFinished(root))) return;
  if (!dev && existsSync(nodeOf(root)) && npmFinished(root, false)) return;
  requireWritable(root);
  await withLock(join(root, '.cache/install.lock'), async () => {
    if (!(existsSync(nodeOf(root)) && npmFinished(root))) {
      rmSync(stamp, { force: true });
      const log = join(root, '.cache/install.log');
      await npmCi(root, log);
      if (!existsSync(nodeOf(root))) {
        throw new Problem(`The project's own Node was not installed; npm's output is in ${log}.`);
      }
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
