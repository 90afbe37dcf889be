import type { APIRoute } from 'astro';
import type { Locale } from 'content-types';
import type { Entry } from '../../../../content/entry.ts';
import { setting } from '../../../../content/settings.ts';
import { propsOf } from '../../../../routing/props.ts';
import { entryPaths } from '../../../../routing/routes.ts';
import { atomFeed, newsOf } from '../../../../seo/feed.ts';
import { viewOf } from '../../../../view/view.ts';

export const getStaticPaths = () => entryPaths('ministry');

export const GET: APIRoute<{ locale: Locale; entry: Entry<'ministry'> }> = async (page) => {
  const { locale, entry } = propsOf(page);
  const view = await viewOf(locale);
  const feed = atomFeed({
    view,
    site: setting('SITE_URL'),
    path: `/ministries/${entry.key}/feed.xml`,
    home: `/ministries/${entry.key}/`,
    title: view.t('feed.title', { name: entry.fields.name }),
    author: entry.fields.name,
    entries: newsOf(view.c, entry.key),
    since: entry.publishedAt,
  });
  return new Response(feed);
};
