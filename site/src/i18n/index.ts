import { type Locale, locales } from 'content-types';
import i18next from 'i18next';
import { bn } from './bn.ts';
import { en } from './en.ts';

// `satisfies` in bn.ts finds a missing key; this finds one that only Bengali has.
const resources = { bn, en } satisfies Record<Locale, Record<keyof typeof bn, string>>;

type PluralForm = '_one' | '_other';
/** A key of the interface strings, without its plural form. */
export type StringKey = keyof typeof en extends infer K
  ? K extends `${infer Stem}${PluralForm}`
    ? Stem
    : K
  : never;
export type Translate = (key: StringKey, values?: Readonly<Record<string, string | number>>) => string;

const i18n = i18next.createInstance();
await i18n.init({
  lng: 'bn',
  fallbackLng: false,
  supportedLngs: locales,
  keySeparator: false,
  nsSeparator: false,
  initAsync: false,
  // Astro escapes what it prints.
  interpolation: { escapeValue: false },
  resources: Object.fromEntries(locales.map((locale) => [locale, { translation: resources[locale] }])),
});

const translators = { bn: i18n.getFixedT('bn'), en: i18n.getFixedT('en') };

/**
 * The interface strings of a language. Numbers in them are written in its digits; `count` chooses the
 * plural form.
 */
export function translator(locale: Locale): Translate {
  const translate = translators[locale];
  const known = plain[locale];
  return (key, values) => {
    if (values) return translate(key, { ...values });
    const found = known.get(key) ?? translate(key);
    known.set(key, found);
    return found;
  };
}

/** Strings without numbers, which every page asks for again. */
const plain: Readonly<Record<Locale, Map<StringKey, string>>> = { bn: new Map(), en: new Map() };

/** The string itself, plural forms apart: for what scripts fill in later. */
export function rawString(locale: Locale, key: keyof typeof en): string {
  return resources[locale][key];
}
