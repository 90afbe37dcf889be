import { type ChildProcess, fork } from 'node:child_process';
import { existsSync, readlinkSync, rmSync, symlinkSync } from 'node:fs';
import { copyFile, mkdir, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { filesBelow } from '../../kernel/files.ts';
import { root } from '../../kernel/settings.ts';

/** What Astro is run for; the names are those of the site's settings. */
export interface AstroSettings {
  readonly OUT_DIR: string;
  readonly CACHE_DIR: string;
  readonly SITE_URL: string;
}

/** Settings of the machine that a build may know. Nothing else is passed on, above all no secret. */
const PASSED_ON = [
  'PATH',
  'HOME',
  'USERPROFILE',
  'SYSTEMROOT',
  'TMPDIR',
  'TEMP',
  'TMP',
  'NODE_OPTIONS',
  'CI',
];

const CHILD = 'site/build/render/astro-child.ts';
/** What Astro builds from, in the repository. */
const FOLDERS = ['site/src', 'site/public', 'site/build/render'];
const FILES = ['site/astro.config.ts', 'site/package.json', 'site/tsconfig.json', 'tsconfig.json'];

/** Last characters of Astro's output that an error quotes. */
const QUOTED = 2000;

/**
 * Builds the renderer in a process of its own: it frees its memory when it is done, and neither a crash
 * nor a change of the site's code stays with the builder.
 * @throws Error with what Astro said, if the build fails; the signal's reason when it is aborted.
 */
export async function runAstro(settings: AstroSettings, signal: AbortSignal): Promise<void> {
  // Astro writes beside the code, which may be somebody else's, and below its working folder.
  const cwd = `${settings.CACHE_DIR}-work`;
  await rm(cwd, { recursive: true, force: true });
  await copyCode(cwd);
  linkPackages(cwd);
  const tidy = () => rmSync(cwd, { recursive: true, force: true });
  process.once('exit', tidy);
  try {
    signal.throwIfAborted();
    await runChild(startChild(settings, cwd), signal);
  } finally {
    process.off('exit', tidy);
    tidy();
  }
}

/** Not the folders' modes: where nobody may write into the code, nobody could remove its copy. */
async function copyCode(to: string): Promise<void> {
  for (const folder of FOLDERS) {
    for (const file of await filesBelow(join(root, folder))) await copyOne(join(folder, file), to);
  }
  for (const file of FILES) await copyOne(file, to);
}

async function copyOne(file: string, to: string): Promise<void> {
  await mkdir(dirname(join(to, file)), { recursive: true });
  await copyFile(join(root, file), join(to, file));
}

export const PACKAGES = 'node_modules';

/**
 * Lets code below a folder find the site's packages: Node looks for them beside it, and nothing is written
 * into the folder of the code, which may be somebody else's.
 */
export function linkPackages(folder: string): void {
  const [link, target] = [join(folder, PACKAGES), join(root, PACKAGES)];
  if (existsSync(link) && readlinkSync(link) === target) return;
  // The code has moved, or is another one's now. Of two processes that do this one is late.
  rmSync(link, { force: true });
  try {
    symlinkSync(target, link, 'dir');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
}

function startChild(settings: AstroSettings, cwd: string): ChildProcess {
  const passedOn = PASSED_ON.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : []));
  return fork(join(cwd, CHILD), {
    cwd,
    env: {
      ...Object.fromEntries(passedOn),
      ...settings,
      NODE_ENV: 'production',
      TZ: 'UTC',
      ASTRO_TELEMETRY_DISABLED: '1',
      NO_COLOR: '1',
    },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
}

async function runChild(child: ChildProcess, signal: AbortSignal): Promise<void> {
  let said = '';
  const hear = (chunk: string) => {
    said = (said + chunk).slice(-QUOTED);
  };
  child.stdout?.setEncoding('utf8').on('data', hear);
  child.stderr?.setEncoding('utf8').on('data', hear);
  // What it wrote is thrown away, so it has nothing to tidy up.
  const stop = () => child.kill('SIGKILL');
  signal.addEventListener('abort', stop);
  try {
    const status = await new Promise<string>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', (code, killedBy) => resolve(killedBy ?? String(code)));
    });
    signal.throwIfAborted();
    if (status !== '0') throw new Error(`Astro could not build the site (${status}): ${said.trim()}`);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}
