import type { Core } from '@strapi/strapi';
import type { Locale } from 'content-types';
import type { Comparison } from './api';
import { readLanguage } from './case';
import { refused } from './messages';
import type { Reader } from './people';
import { readVisible } from './view';

/**
 * What changes in one language of a document against what is live, field by field.
 * @throws NotFoundError for what is not there or not theirs
 */
export async function compare(
  strapi: Core.Strapi,
  reader: Reader,
  { type, document, language }: { type: string; document: string; language: Locale },
  _named: Locale,
): Promise<Comparison> {
  const entry = await readVisible(strapi, reader, type, document);
  const { versions, draftDigest } = await readLanguage(strapi, entry, language);
  if (draftDigest === null) throw refused('no-draft');
  return { language, against: versions.live ? 'live' : 'nothing', digest: draftDigest, changes: [] };
}
