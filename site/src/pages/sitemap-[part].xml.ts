import type { APIRoute } from 'astro';
import { setting } from '../content/settings.ts';
import { propsOf } from '../routing/props.ts';
import { sitemapPaths } from '../routing/routes.ts';
import { type SitemapPart, sitemapIndexXml, sitemapXml } from '../seo/sitemap.ts';

export const getStaticPaths = () => sitemapPaths();

type Props = { readonly part: SitemapPart } | { readonly parts: readonly string[] };

export const GET: APIRoute<Props> = async (page) => {
  const props = propsOf(page);
  const site = setting('SITE_URL');
  return new Response(
    await ('part' in props ? sitemapXml(props.part, site) : sitemapIndexXml(props.parts, site)),
  );
};
