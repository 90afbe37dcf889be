import type { Locale } from 'content-types';
import { localise } from 'content-types';
import { setting } from '../content/settings.ts';
import { translator } from '../i18n/index.ts';
import { xml } from '../seo/xml.ts';

/** The page at an address that an entry once had: it leads on at once, so it carries no styles. `to` has no language. */
export function redirectPage(locale: Locale, to: string): string {
  const t = translator(locale);
  const target = xml(localise(locale, to));
  const url = xml(setting('SITE_URL')) + target;
  return [
    `<!doctype html><html lang="${locale}"><head><meta charset="utf-8">`,
    '<meta name="viewport" content="width=device-width">',
    `<title>${t('moved.title')}</title>`,
    `<meta http-equiv="refresh" content="0; url=${target}">`,
    `<link rel="canonical" href="${url}"></head>`,
    `<body><h1>${t('moved.title')}</h1><p>${t('moved.text')} <a href="${target}">${url}</a></p></body></html>\n`,
  ].join('');
}
