import type { Core } from '@strapi/strapi';
import type { ContentType, Locale } from 'content-types';

import { type ApprovalRecord, recordsOf } from './record';
import { ownerOf, type Version, type Versions, versionsOf } from './versions';

/** All that there is to know of a document when something about it is decided. */
export interface Case {
  readonly type: ContentType;
  readonly document: string;
  /** Whose it is: as its drafts say, which move before what is live does. */
  readonly ministry: string | null;
  readonly languages: ReadonlyMap<Locale, Versions>;
  readonly records: ReadonlyMap<Locale, ApprovalRecord>;
}

/** Reads a document; undefined where nothing of it is stored. */
export async function readCase(
  strapi: Core.Strapi,
  type: ContentType,
  document: string,
): Promise<Case | undefined> {
  const languages = await versionsOf(strapi, type, document);
  if (languages.size === 0) return undefined;
  const records = await recordsOf(strapi, document);
  const all = [...languages.values()];
  const owning: Version | undefined =
    all.find(({ draft }) => draft)?.draft ?? all.find(({ live }) => live)?.live;
  return { type, document, ministry: ownerOf(type, owning), languages, records };
}
