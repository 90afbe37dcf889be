import type { Core } from '@strapi/strapi';
import { type Locale, typeByName } from 'content-types';
import { words } from './words';

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

/** What an entry is, in the reader's language: `Story, Bengali`. */
export function kindOf(
  entry: { readonly type: string; readonly language: string },
  language: Locale,
): string {
  const label = typeByName(entry.type)?.label[language] ?? entry.type;
  return `${label}, ${words[language].languages[entry.language as Locale] ?? entry.language}`;
}
