import type { Core } from '@strapi/strapi';
import { allTypes, locales, topOf } from 'content-types';
import { uidOf } from '../../kernel/content/references';
import { treeOf } from '../access/units';
import { type Columns, columnsOf } from './columns';

/** The slugs and codes of everything that is live, for resolving references in an export. */
export interface LiveKeys {
  /** The live key of a document; undefined when the document is not live. */
  keyOf(typeName: string, documentId: string): string | undefined;
  /** Whether something is live under this key. */
  isLive(typeName: string, key: string): boolean;
  /** Whether a term is live in this vocabulary. */
  isLiveTerm(vocabulary: string, code: string): boolean;
  /** The code of the ministry in whose portfolio something stands that belongs to this owner. */
  portfolioOf(owner: string): string;
}

/**
 * Reads all live keys. A document has one address in both languages: where a rename was published in
 * one language only, the slug that was published last counts.
 */
export async function liveKeys(strapi: Core.Strapi): Promise<LiveKeys> {
  const byDocument = new Map<string, string>();
  const byKey = new Set<string>();
  const tree = await treeOf(strapi);
  for (const type of allTypes) {
    if (!type.key) continue;
    const names = [
      'documentId',
      'locale',
      'publishedAt',
      type.key,
      ...(type.keyScope ? [type.keyScope] : []),
    ];
    const all = await columnsOf(strapi, uidOf(type), names, 'published');
    const rows = all.filter(({ locale }) => (locales as readonly unknown[]).includes(locale));
    rows.sort((a, b) => momentOf(a) - momentOf(b));
    for (const row of rows) byDocument.set(`${type.name}/${row.documentId}`, String(row[type.key]));
    for (const row of rows) {
      const key = byDocument.get(`${type.name}/${row.documentId}`);
      byKey.add(`${type.name}/${key}`);
      if (row.vocabulary) byKey.add(`${row.vocabulary}:${key}`);
    }
  }
  return {
    keyOf: (typeName, documentId) => byDocument.get(`${typeName}/${documentId}`),
    isLive: (typeName, key) => byKey.has(`${typeName}/${key}`),
    isLiveTerm: (vocabulary, code) => byKey.has(`${vocabulary}:${code}`),
    portfolioOf: (owner) => topOf(tree, owner)?.code ?? owner,
  };
}

/** SQLite keeps milliseconds, PostgreSQL gives a date. */
function momentOf({ publishedAt }: Columns): number {
  return Number(publishedAt);
}
