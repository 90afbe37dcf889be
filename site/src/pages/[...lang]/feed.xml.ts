import type { APIRoute } from 'astro';
import type { Locale } from 'content-types';
import { setting } from '../../content/settings.ts';
import { propsOf } from '../../routing/props.ts';
import { localePaths } from '../../routing/routes.ts';
import { atomFeed, newsOf } from '../../seo/feed.ts';
import { viewOf } from '../../view/view.ts';

export const getStaticPaths = () => localePaths();

export const GET: APIRoute<{ locale: Locale }> = async (page) => {
  const view = await viewOf(propsOf(page).locale);
  const { c, t } = view;
  const settings = c.get('site-settings', 'site-settings');
  const name = settings?.fields.name ?? t('site.name');
  const feed = atomFeed({
    view,
    site: setting('SITE_URL'),
    path: '/feed.xml',
    home: '/',
    title: t('feed.title', { name }),
    author: name,
    entries: newsOf(c),
    since: settings?.publishedAt,
  });
  return new Response(feed);
};
