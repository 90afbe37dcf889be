import { rename, rm } from 'node:fs/promises';
import sitemap from '@astrojs/sitemap';
import type { AstroIntegration } from 'astro';
import { locales } from 'content-types';
import { localise } from './addresses.ts';
import { readExport } from './cms.ts';
import { setting } from './settings.ts';
import { sitemapPages } from './sitemap.ts';

/** Types can be made without an export; a site cannot. */
export function needExport(): AstroIntegration {
  return {
    name: 'need-export',
    hooks: {
      'astro:config:setup': ({ command }) => {
        if (command === 'build' || command === 'dev') setting('EXPORT_FILE');
      },
    },
  };
}

/** The sitemap, by what the export says. Astro's own pairing of languages would pair repeats too. */
export function bilingualSitemap(): AstroIntegration {
  let pages: Promise<ReturnType<typeof sitemapPages>> | undefined;
  return sitemap({
    async serialize(item) {
      pages ??= readExport(setting('EXPORT_FILE')).then((all) => sitemapPages(all, setting('SITE_URL')));
      const page = (await pages)(item.url);
      return page && { ...item, ...page };
    },
  });
}

/** Web servers look for `404.html`; Astro calls only the one at the root so. */
export function notFoundFiles(): AstroIntegration {
  return {
    name: 'not-found-files',
    hooks: {
      'astro:build:done': async ({ dir }) => {
        for (const locale of locales) {
          const folder = new URL(`.${localise(locale, '/404/')}`, dir);
          await rename(new URL('index.html', folder), new URL('../404.html', folder));
          await rm(folder, { recursive: true });
        }
      },
    },
  };
}
