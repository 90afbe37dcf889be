import type { Core } from '@strapi/strapi';
import { type ContentType, documentOwner, type Locale } from 'content-types';
import { type ApprovalRecord, recordsOf } from './record';
import { storedVersions, type Versions, versionsOf } from './versions';

/** All that there is to know of a document when something about it is decided. */
export interface ApprovalContext {
  readonly type: ContentType;
  readonly document: string;
  /** Whose it is: as its drafts say, which move before what is live does. */
  readonly ministry: string | null;
  readonly languages: ReadonlyMap<Locale, Versions>;
  readonly records: ReadonlyMap<Locale, ApprovalRecord>;
}

/** Reads a document; undefined where nothing of it is stored. */
export async function readContext(
  strapi: Core.Strapi,
  type: ContentType,
  document: string,
): Promise<ApprovalContext | undefined> {
  const languages = await versionsOf(strapi, type, document);
  if (languages.size === 0) return undefined;
  const records = await recordsOf(strapi, document);
  return { type, document, ministry: documentOwner(type, storedVersions(languages)), languages, records };
}
