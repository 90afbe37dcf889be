import type { APIRoute } from 'astro';
import { propsOf } from '../props.ts';
import { sitemapPaths } from '../routes.ts';
import { setting } from '../settings.ts';
import { type SitemapPart, sitemapXml } from '../sitemap.ts';

export const getStaticPaths = () => sitemapPaths();

export const GET: APIRoute<{ part: SitemapPart }> = (page) =>
  new Response(sitemapXml(propsOf(page).part, setting('SITE_URL')));
