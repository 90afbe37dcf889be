import { defineCollection } from 'astro:content';
import { locales, redirectLine, type TypeName, typeNames, types } from 'content-types';
import { z } from 'zod';
import { type CmsExport, readExport } from './cms.ts';
import { hasSetting, setting } from './settings.ts';

let reading: Promise<CmsExport> | undefined;

/**
 * Every collection is filled from the same reading of the export. Only types are made without one:
 * `needExport` stops any other command that has none.
 */
function theExport(): Promise<Pick<CmsExport, 'entries' | 'redirects'>> {
  if (!hasSetting('EXPORT_FILE')) return Promise.resolve({ entries: [], redirects: [] });
  reading ??= readExport(setting('EXPORT_FILE'));
  return reading;
}

function collectionOf(type: TypeName) {
  return defineCollection({
    loader: async () => {
      const { entries } = await theExport();
      return entries
        .filter((entry) => entry.type === type)
        .map((entry) => ({ id: `${entry.locale}/${entry.key}`, ...entry }));
    },
    schema: z.object({
      type: z.literal(type),
      key: z.string(),
      locale: z.enum(locales),
      documentId: z.string(),
      publishedAt: z.string(),
      firstPublishedAt: z.string(),
      fields: types[type].entry,
    }),
  });
}

const redirects = defineCollection({
  loader: async () => {
    const { redirects } = await theExport();
    return redirects.map((line) => ({ id: `${line.locale}/${line.type}/${line.from}`, ...line }));
  },
  schema: redirectLine,
});

export const collections = {
  ...Object.fromEntries(typeNames.map((type) => [type, collectionOf(type)])),
  redirects,
};
