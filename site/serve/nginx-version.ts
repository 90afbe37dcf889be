import { spawnSync } from 'node:child_process';

/** The version of this machine's nginx, `1.22.1`; undefined where there is none. */
export function nginxVersion(): string | undefined {
  const path = `${process.env.PATH ?? ''}:/usr/sbin`;
  const { stderr } = spawnSync('nginx', ['-v'], { encoding: 'utf8', env: { ...process.env, PATH: path } });
  return /nginx\/(\d+\.\d+\.\d+)/.exec(stderr ?? '')?.[1];
}
