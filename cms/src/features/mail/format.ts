import type { Core } from '@strapi/strapi';
import { type Locale, typeByName } from 'content-types';
import { words } from '../notifications/words';

const REGIONS = { bn: 'bn-BD', en: 'en-GB' } as const;

/** A moment in Dhaka: `21 November 2026, 14:02`. */
export function moment(at: Date | string, language: Locale): string {
  const part = (style: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(REGIONS[language], { ...style, timeZone: 'Asia/Dhaka' }).format(new Date(at));
  return `${part({ dateStyle: 'long' })}, ${part({ timeStyle: 'short', hourCycle: 'h23' })}`;
}

export function number(value: number, language: Locale): string {
  return new Intl.NumberFormat(REGIONS[language]).format(value);
}

/** What an entry is, in the reader's language: `Story, Bengali`. */
export function kindOf(
  entry: { readonly type: string; readonly language: string },
  language: Locale,
): string {
  const label = typeByName(entry.type)?.label[language] ?? entry.type;
  return `${label}, ${words[language].languages[entry.language as Locale] ?? entry.language}`;
}

interface Entry {
  readonly type: string;
  readonly document: string;
  readonly language: string;
}

/** The address of a page of the admin panel. */
function adminAddress(strapi: Core.Strapi, page: string): string {
  return `${strapi.config.get('admin.absoluteUrl')}${page}`;
}

/** Where moderators and ministries' approvers see what waits for them. */
export const queueAddress = (strapi: Core.Strapi) => adminAddress(strapi, '/approval');

/** Where an entry is compared with what is live, and decided. */
export const reviewAddress = (strapi: Core.Strapi, { type, document, language }: Entry) =>
  adminAddress(strapi, `/approval/${type}/${document}/${language}`);

/** Where an entry is written. */
export function entryAddress(strapi: Core.Strapi, { type, document, language }: Entry): string {
  const model = typeByName(type);
  const place = model?.single ? `single-types/${model.uid}` : `collection-types/${model?.uid}/${document}`;
  return adminAddress(strapi, `/content-manager/${place}?plugins%5Bi18n%5D%5Blocale%5D=${language}`);
}

/** A message's text: paragraphs, and who sent it. Empty paragraphs fall away. */
export function letter(language: Locale, ...paragraphs: readonly string[]): string {
  return `${[...paragraphs.filter(Boolean), `-- \n${words[language].footer}`].join('\n\n')}\n`;
}
