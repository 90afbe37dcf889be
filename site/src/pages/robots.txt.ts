import { setting } from '../content/settings.ts';

export const GET = () =>
  new Response(`User-agent: *\nAllow: /\n\nSitemap: ${setting('SITE_URL')}/sitemap-index.xml\n`);
