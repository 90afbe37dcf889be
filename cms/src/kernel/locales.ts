import type { Core } from '@strapi/strapi';
import { defaultLocale, locales } from 'content-types';

const NAMES = { bn: 'বাংলা (bn)', en: 'English (en)' } as const;

/** Makes the two languages and puts Bengali first. */
export async function setUpLocales(strapi: Core.Strapi): Promise<void> {
  const service = strapi.plugin('i18n').service('locales');
  for (const code of locales) {
    if (!(await service.findByCode(code))) await service.create({ code, name: NAMES[code] });
  }
  if ((await service.getDefaultLocale()) !== defaultLocale)
    await service.setDefaultLocale({ code: defaultLocale });
}
