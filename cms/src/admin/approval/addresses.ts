import { typeByName } from 'content-types';
import type { EntryLanguage } from './service';

/** Where our pages stand in the admin; Strapi adds a menu link's address as it is. */
export const QUEUE = '/approval';
export const STEPS = `${QUEUE}/steps`;

/** Where one entry is read, compared and decided on. */
export const reviewPath = ({ type, document, language }: EntryLanguage) =>
  `${QUEUE}/${type}/${document}/${language}`;

export const previewPath = (subject: EntryLanguage) => `${reviewPath(subject)}/preview`;

/** Where the entry is written. */
export function entryPath({ type, document, language }: EntryLanguage): string {
  const query = `?plugins[i18n][locale]=${language}`;
  const uid = `api::${type}.${type}`;
  return typeByName(type)?.single
    ? `/content-manager/single-types/${uid}${query}`
    : `/content-manager/collection-types/${uid}/${document}${query}`;
}
