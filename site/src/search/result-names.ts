import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';

/**
 * The names under which the pages of an index come as results, by the page: Pagefind names a result as the
 * file that holds its text.
 */
export async function resultNames(output: string): Promise<Record<string, string>> {
  const folder = join(output, 'fragment');
  const found = await readdir(folder).catch(() => []);
  const pairs = await Promise.all(
    found.map(async (name) => {
      const text = gunzipSync(await readFile(join(folder, name))).toString();
      const { url } = JSON.parse(text.slice(text.indexOf('{'))) as { url: string };
      return [`${url.slice(1)}index.html`, name.replace(/\.pf_fragment$/, '')] as const;
    }),
  );
  return Object.fromEntries(pairs);
}
