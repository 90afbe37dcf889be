import { globSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type HTMLElement, parse } from 'node-html-parser';

/** One HTML file of the built site. */
export interface Page {
  /** `/x/` for `x/index.html`. */
  readonly address: string;
  readonly html: string;
  readonly root: HTMLElement;
}

/** Every HTML file below a folder. */
export async function readPages(folder: string): Promise<Page[]> {
  const files = globSync('**/*.html', { cwd: folder });
  return Promise.all(
    files.map(async (file) => {
      const html = await readFile(join(folder, file), 'utf8');
      return { address: `/${file.replace(/(^|\/)index\.html$/, '$1')}`, html, root: parse(html) };
    }),
  );
}

/** What a reader of one language can read of an element. */
export function textOf(element: HTMLElement): string {
  return element.text.replace(/[\s\p{Default_Ignorable_Code_Point}]+/gu, ' ').trim();
}
