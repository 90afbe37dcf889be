import type { APIRoute } from 'astro';
import { propsOf } from '../props.ts';
import { sitemapPaths } from '../routes.ts';
import { setting } from '../settings.ts';
import { type SitemapPart, sitemapIndexXml, sitemapXml } from '../sitemap.ts';

export const getStaticPaths = () => sitemapPaths();

type Props = { readonly part: SitemapPart } | { readonly parts: readonly string[] };

export const GET: APIRoute<Props> = (page) => {
  const props = propsOf(page);
  const site = setting('SITE_URL');
  return new Response('part' in props ? sitemapXml(props.part, site) : sitemapIndexXml(props.parts, site));
};
