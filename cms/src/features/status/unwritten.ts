import type { Core } from '@strapi/strapi';
import { locales, types } from 'content-types';
import { uidOf } from '../../kernel/content/references';
import type { UnwrittenEntry } from '../publication';

/** Pages of the site about itself that no site for the public may be without. */
const PAGES = ['about', 'accessibility', 'privacy'];

/** What every site shows and is not live yet in some language: the settings, and pages about the site itself. */
export async function unwritten(strapi: Core.Strapi): Promise<UnwrittenEntry[]> {
  const live = { publishedAt: { $notNull: true } };
  const settings: { locale: string }[] = await strapi.db
    .query(uidOf(types['site-settings']))
    .findMany({ select: ['locale'], where: live });
  const pages: { slug: string; locale: string }[] = await strapi.db
    .query(uidOf(types.page))
    .findMany({ select: ['slug', 'locale'], where: { ...live, slug: { $in: PAGES } } });
  const missing = (there: readonly { locale: string }[]) =>
    locales.filter((language) => !there.some(({ locale }) => locale === language));
  const entries: UnwrittenEntry[] = [
    { type: 'site-settings', key: null, languages: missing(settings) },
    ...PAGES.map((key) => ({
      type: 'page' as const,
      key,
      languages: missing(pages.filter(({ slug }) => slug === key)),
    })),
  ];
  return entries.filter(({ languages }) => languages.length > 0);
}
