import { lstat, mkdir, readdir, rename, rm, stat, utimes } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { isMissing } from '../../kernel/files.ts';
import { lock } from '../../kernel/lock.ts';
import { root } from '../../kernel/settings.ts';
import { linkPackages, PACKAGES, runAstro } from './astro.ts';
import type * as entry from './entry.ts';

/** The site's code as a module, and the files that its pages need beside them. */
export interface Renderer
  extends Readonly<Pick<typeof entry, 'pagesOf' | 'render' | 'renderBare' | 'ownCode'>> {
  /** The folder of scripts, styles and other files that belong into the web root. */
  readonly assets: string;
}

export interface RendererOptions {
  /** The hash of the code and the site's address; see code-hash.ts. */
  readonly code: string;
  readonly siteUrl: string;
  /** The folder of all caches. */
  readonly cache: string;
  readonly signal: AbortSignal;
  readonly say: (step: string) => void;
}

/** Where renderers are kept: with the caches, or where RENDERER_DIR says, which several data folders may share. */
function folderIn(cache: string): string {
  const shared = process.env.RENDERER_DIR;
  return shared ? resolve(root, shared) : join(cache, 'renderer');
}
/** Days that a renderer stays which nobody has loaded. */
const KEPT = 7;

/**
 * Loads the module that renders the site, and builds it before if it was never built from this code.
 * The process has to have the site's settings (SITE_URL, MEDIA_DIR, CACHE_DIR) in its environment.
 * @throws Error with what Astro said, if it cannot be built; the signal's reason when it is aborted.
 */
export async function loadRenderer(options: RendererOptions): Promise<Renderer> {
  const folder = join(folderIn(options.cache), options.code);
  if (!(await isThere(folder))) await buildOnce(folder, options);
  return load(folder);
}

/** The same of code that may be another one's than this; undefined if it is not there any more. */
export async function findRenderer(code: string, cache: string): Promise<Renderer | undefined> {
  const folder = join(folderIn(cache), code);
  return (await isThere(folder)) ? load(folder) : undefined;
}

async function load(folder: string): Promise<Renderer> {
  linkPackages(dirname(folder));
  await utimes(folder, new Date(), new Date());
  const { pagesOf, render, renderBare, ownCode }: typeof entry = await import(
    pathToFileURL(join(folder, 'server/entry.mjs')).href
  );
  return { pagesOf, render, renderBare, ownCode, assets: join(folder, 'client') };
}

async function buildOnce(folder: string, { siteUrl, signal, say }: RendererOptions): Promise<void> {
  const all = dirname(folder);
  await mkdir(all, { recursive: true });
  const release = await lock(`${all}.lock`, signal, () => say('Waiting for the code of the pages …'));
  const unfinished = `${folder}.tmp`;
  try {
    if (await isThere(folder)) return;
    say('Preparing the code of the pages …');
    await removeUnused(all);
    linkPackages(all);
    await rm(unfinished, { recursive: true, force: true });
    await runAstro({ OUT_DIR: unfinished, CACHE_DIR: join(all, 'cache'), SITE_URL: siteUrl }, signal);
    await rename(unfinished, folder);
  } finally {
    release();
    await rm(unfinished, { recursive: true, force: true });
  }
}

async function removeUnused(folder: string, now = Date.now()): Promise<void> {
  for (const name of await readdir(folder)) {
    const path = join(folder, name);
    if (name === PACKAGES) continue;
    const { mtimeMs } = await lstat(path);
    if (now - mtimeMs > KEPT * 24 * 60 * 60 * 1000) await rm(path, { recursive: true, force: true });
  }
}

function isThere(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    (error) => {
      if (isMissing(error)) return false;
      throw error;
    },
  );
}
