import { sitemapPaths } from '../routes.ts';
import { setting } from '../settings.ts';
import { sitemapIndexXml } from '../sitemap.ts';

export const GET = async () => {
  const parts = (await sitemapPaths()).map(({ props }) => props.part);
  return new Response(sitemapIndexXml(parts, setting('SITE_URL')));
};
