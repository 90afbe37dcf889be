import { execFile } from 'node:child_process';
import { cp, mkdir, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { codeHash } from '../build/render/code-hash.ts';
import { root } from '../kernel/settings.ts';

/**
 * Builds the site's code with a page more, which exists in a test alone, and puts it where builders look for the
 * code that they have: they use it once RENDERER_DIR is that folder.
 * @param folder is made
 * @param page its path in `site/src/pages/`, and its text
 */
export async function buildRendererWith(
  folder: string,
  siteUrl: string,
  page: { readonly path: string; readonly text: string },
): Promise<void> {
  const copy = join(folder, 'copy');
  for (const path of ['site/src', 'site/public', 'site/build/render', 'site/kernel']) {
    await cp(join(root, path), join(copy, path), { recursive: true });
  }
  for (const file of ['tsconfig.json', 'site/astro.config.ts', 'site/package.json', 'site/tsconfig.json']) {
    await cp(join(root, file), join(copy, file));
  }
  await symlink(join(root, 'node_modules'), join(copy, 'node_modules'));
  const path = join(copy, 'site/src/pages', page.path);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, page.text);
  const settings = {
    OUT_DIR: join(folder, await codeHash(siteUrl)),
    CACHE_DIR: join(folder, 'cache'),
    SITE_URL: siteUrl,
  };
  const script = join(copy, 'build.mjs');
  await writeFile(
    script,
    `import { runAstro } from './site/build/render/astro.ts';
await runAstro(${JSON.stringify(settings)}, new AbortController().signal);`,
  );
  await promisify(execFile)(process.execPath, [script]);
}
