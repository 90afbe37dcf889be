import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

/** Whether packages can be installed here: Debian or a relative of it, as root. */
export const canInstall = process.getuid?.() === 0 && existsSync('/etc/debian_version');

/** Installs Debian packages and says so. Returns whether that worked. */
export function installPackages(...packages: string[]): boolean {
  if (!canInstall) return false;
  console.log(`Installing Debian's ${packages.join(' and ')} …`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const apt = (...words: string[]) =>
    spawnSync('apt-get', ['-qq', ...words], { env, stdio: ['ignore', 'ignore', 'inherit'] }).status === 0;
  return apt('update') && apt('install', '-y', '--no-install-recommends', ...packages);
}
