import type { APIRoute } from 'astro';
import type { Locale } from 'content-types';
import { atomFeed, newsOf } from '../../feed.ts';
import { propsOf } from '../../props.ts';
import { localePaths } from '../../routes.ts';
import { setting } from '../../settings.ts';
import { viewOf } from '../../view.ts';

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
