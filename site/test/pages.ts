import { globSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type HTMLElement, parse } from 'node-html-parser';
import { afterAll, beforeAll } from 'vitest';
import { buildSite } from './build.ts';

/** One HTML file of the built site. */
export interface Page {
  /** `/x/` for `x/index.html`. */
  readonly address: string;
  readonly html: string;
  readonly root: HTMLElement;
}

/** Every HTML file below a folder. */
async function readPages(folder: string): Promise<Page[]> {
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

/** The site of the fixture, built before the tests of a file and removed after them. */
class BuiltSite {
  folder = '';
  pages: readonly Page[] = [];

  /** @throws Error if there is no page at the address. */
  page(address: string): Page {
    const found = this.pages.find((one) => one.address === address);
    if (!found) throw new Error(`no page at ${address}`);
    return found;
  }
}

export function siteOfFixture(): BuiltSite {
  return siteOf(() => buildSite());
}

/** The site that something builds, before the tests of a file; removed after them. */
export function siteOf(build: () => Promise<string>): BuiltSite {
  const site = new BuiltSite();
  beforeAll(async () => {
    site.folder = await build();
    site.pages = await readPages(site.folder);
  });
  afterAll(() => rm(join(site.folder, '..'), { recursive: true }));
  return site;
}
