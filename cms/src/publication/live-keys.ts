import type { Core } from '@strapi/strapi';
import { allTypes, locales } from 'content-types';
import { uidOf } from '../entries/references';

/** The slugs and codes of everything that is live, for resolving references in an export. */
export interface LiveKeys {
  /** The live key of a document; undefined when the document is not live. */
  keyOf(typeName: string, documentId: string): string | undefined;
  /** Whether something is live under this key. */
  isLive(typeName: string, key: string): boolean;
  /** Whether a term is live in this vocabulary. */
  isLiveTerm(vocabulary: string, code: string): boolean;
}

interface Row {
  readonly documentId: string;
  readonly locale: string;
  readonly vocabulary?: string;
  readonly [attribute: string]: unknown;
}

/** Reads all live keys; a document whose languages are live under different slugs counts by its Bengali one. */
export async function liveKeys(strapi: Core.Strapi): Promise<LiveKeys> {
  const byDocument = new Map<string, string>();
  const byKey = new Set<string>();
  for (const type of allTypes) {
    if (!type.key) continue;
    const rows: Row[] = await strapi.db.query(uidOf(type)).findMany({
      select: ['documentId', 'locale', type.key, ...(type.keyScope ? [type.keyScope] : [])],
      where: { publishedAt: { $notNull: true }, locale: { $in: [...locales] } },
    });
    rows.sort((a, b) => locales.indexOf(b.locale as never) - locales.indexOf(a.locale as never));
    for (const row of rows) {
      const key = String(row[type.key]);
      byDocument.set(`${type.name}/${row.documentId}`, key);
      byKey.add(`${type.name}/${key}`);
      if (row.vocabulary) byKey.add(`${row.vocabulary}:${key}`);
    }
  }
  return {
    keyOf: (typeName, documentId) => byDocument.get(`${typeName}/${documentId}`),
    isLive: (typeName, key) => byKey.has(`${typeName}/${key}`),
    isLiveTerm: (vocabulary, code) => byKey.has(`${vocabulary}:${code}`),
  };
}
