import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fingerprint } from './fingerprint.ts';
import { withLock } from './lock.mjs';
import { Problem } from './problem.mjs';
import { root } from './root.ts';
import { runToEnd, step } from './step.ts';

const logs = join(root, '.cache/logs');
const tsc = join(root, 'node_modules/typescript/bin/tsc');
const model = [
  'content-types/src/**',
  'content-types/{package,tsconfig}.json',
  'tsconfig.json',
  'package-lock.json',
];
const cmsSettings = ['cms/config/**', 'cms/{package,tsconfig}.json'];

/** Something that is compiled when its sources change. */
interface Part {
  readonly what: string;
  readonly sources: readonly string[];
  /** Held while it is built; parts that write into the same folder share one. */
  readonly lock: string;
  /** Written last, with the fingerprint of the sources: a build that was interrupted is done again. */
  readonly stamp: string;
  /** What building this compiles as well. */
  readonly covers?: Part;
  readonly build: (env: NodeJS.ProcessEnv) => Promise<void>;
}

const contentModel: Part = {
  what: 'Compiling the content model',
  sources: model,
  lock: 'build-model.lock',
  stamp: 'content-types/dist/.sources',
  build: (env) =>
    runToEnd({
      name: 'Compiling the content model',
      script: [tsc, '-p', 'content-types'],
      env,
      log: join(logs, 'content-types.log'),
    }),
};

const cmsServer: Part = {
  what: 'Compiling the CMS',
  sources: [...model, ...cmsSettings, 'cms/src/**'],
  lock: 'build-cms.lock',
  stamp: 'cms/dist/.server-sources',
  build: async (env) => {
    removeCompiled();
    await runToEnd({
      name: 'Compiling the CMS',
      script: [tsc, '-p', 'cms'],
      env,
      log: join(logs, 'cms-server.log'),
    });
  },
};

const cmsAdmin: Part = {
  what: "Building the CMS's admin panel, about a minute",
  sources: [...model, ...cmsSettings, 'cms/src/admin/**'],
  lock: 'build-cms.lock',
  stamp: 'cms/dist/.admin-sources',
  covers: cmsServer,
  build: async (env) => {
    removeCompiled();
    await runToEnd({
      name: "Building the CMS's admin panel",
      script: [join(root, 'node_modules/@strapi/strapi/bin/strapi.js'), 'build'],
      cwd: join(root, 'cms'),
      // Whatever the CMS runs as, people get the panel without development checks.
      env: { ...env, NODE_ENV: 'production' },
      log: join(logs, 'cms-admin.log'),
    });
  },
};

/**
 * Compiles what has changed since it was compiled last, in order, and says so.
 * @param env the settings, which the CMS reads while it is built
 * @throws {Problem} with the compiler's last lines
 */
export async function buildCode(env: NodeJS.ProcessEnv): Promise<void> {
  await build([contentModel, cmsAdmin, cmsServer], env);
}

/** As `buildCode`, but without the admin panel. */
export async function buildServer(env: NodeJS.ProcessEnv): Promise<void> {
  await build([contentModel, cmsServer], env);
}

/** As `buildCode`, but only what the site needs. */
export async function buildModel(env: NodeJS.ProcessEnv): Promise<void> {
  await build([contentModel], env);
}

/**
 * Makes sure that what runs is compiled from the code as it is, and compiles nothing.
 * @param admin whether the admin panel and the CMS have to be, besides the content model
 * @throws {Problem} saying what to run
 */
export function requireCode(admin: boolean): void {
  const parts = admin ? [contentModel, cmsAdmin, cmsServer] : [contentModel];
  if (parts.every(isCurrent)) return;
  throw new Problem(
    `The code in ${root} was not compiled since it changed: run npm run build there, as whoever owns it.`,
  );
}

async function build(parts: readonly Part[], env: NodeJS.ProcessEnv): Promise<void> {
  if (parts.every(isCurrent)) return;
  if (!existsSync(tsc)) {
    throw new Problem(
      'The code was not compiled since it changed, and what compiles it is not installed: run npm ci, npm run build and npm prune --omit=dev --no-save.',
    );
  }
  try {
    // One lock for each part: who needs the content model alone does not wait for the admin panel.
    for (const part of parts) {
      if (!isCurrent(part)) await withLock(join(root, '.cache', part.lock), () => buildPart(part, env));
    }
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'EACCES' || error.code === 'EROFS')) {
      throw new Problem(
        `The folder ${root} cannot be written to, so that its code cannot be compiled: make it writable for this user.`,
      );
    }
    throw error;
  }
}

/** Compiles a part, unless who held the lock before has done so. */
async function buildPart(part: Part, env: NodeJS.ProcessEnv): Promise<void> {
  if (isCurrent(part)) return;
  const built = [part, ...(part.covers ? [part.covers] : [])];
  const stamps = built.map(({ stamp, sources }) => ({ file: join(root, stamp), text: fingerprint(sources) }));
  for (const { file } of stamps) rmSync(file, { force: true });
  await step(part.what, () => part.build(env));
  for (const { file, text } of stamps) writeFileSync(file, text);
}

function isCurrent({ stamp, sources }: Part): boolean {
  const file = join(root, stamp);
  return existsSync(file) && readFileSync(file, 'utf8') === fingerprint(sources);
}

/** Strapi loads every content type that it finds in there, removed ones too. */
function removeCompiled(): void {
  for (const folder of ['src', 'config'])
    rmSync(join(root, 'cms/dist', folder), { recursive: true, force: true });
}
