import { rename, rm } from 'node:fs/promises';
import type { AstroIntegration } from 'astro';
import { locales, localise } from 'content-types';
import { setting } from '../content/settings.ts';

/** Types and the renderer can be made without an export; a static site cannot. */
export function needExport(): AstroIntegration {
  return {
    name: 'need-export',
    hooks: {
      'astro:config:setup': ({ command, config }) => {
        if (config.output === 'static' && (command === 'build' || command === 'dev')) setting('EXPORT_FILE');
      },
    },
  };
}

/** Web servers look for `404.html`; Astro calls only the one at the root so. */
export function notFoundFiles(): AstroIntegration {
  return {
    name: 'not-found-files',
    hooks: {
      'astro:build:done': async ({ dir, pages }) => {
        // The renderer is built without pages.
        if (pages.length === 0) return;
        for (const locale of locales) {
          const folder = new URL(`.${localise(locale, '/404/')}`, dir);
          await rename(new URL('index.html', folder), new URL('../404.html', folder));
          await rm(folder, { recursive: true });
        }
      },
    },
  };
}
