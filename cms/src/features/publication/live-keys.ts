import type { Core } from '@strapi/strapi';
import { allTypes, type ContentType, locales, topOf } from 'content-types';
import { uidOf } from '../../kernel/content/references';
import { treeOf } from '../access';
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
 * Reads live keys. A document has one address in both languages: where a rename was published in
 * one language only, the slug that was published last counts.
 * @param wanted what will be asked for; without it all are read
 */
export async function liveKeys(strapi: Core.Strapi, wanted?: WantedKeys): Promise<LiveKeys> {
  const byDocument = new Map<string, string>();
  const byKey = new Set<string>();
  const tree = await treeOf(strapi);
  for (const type of allTypes) {
    if (!type.key) continue;
    const rows = await publishedKeys(strapi, type, wanted);
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

/**
 * Works out something that asks for a few live keys, without reading all of them: once to hear what it asks for, then
 * with the answers. Told that something is live, it must not ask for more than where nothing is.
 */
export async function resolveKeys<T>(strapi: Core.Strapi, work: (keys: LiveKeys) => T): Promise<T> {
  const wanted = new WantedKeys();
  work(wanted);
  return work(await liveKeys(strapi, wanted));
}

/** Notes what it is asked for, and knows of nothing that is live. */
class WantedKeys implements LiveKeys {
  readonly #documents = new Map<string, Set<string>>();
  readonly #keys = new Map<string, Set<string>>();

  keyOf(typeName: string, documentId: string): undefined {
    note(this.#documents, typeName, documentId);
  }

  isLive(typeName: string, key: string): false {
    note(this.#keys, typeName, key);
    return false;
  }

  isLiveTerm(_vocabulary: string, code: string): false {
    return this.isLive('term', code);
  }

  /** It is part of the answer whatever is live. */
  portfolioOf(owner: string): string {
    return owner;
  }

  of({ name }: ContentType): { readonly documents: string[]; readonly keys: string[] } {
    return { documents: [...(this.#documents.get(name) ?? [])], keys: [...(this.#keys.get(name) ?? [])] };
  }
}

function note(names: Map<string, Set<string>>, typeName: string, name: string): void {
  names.set(typeName, (names.get(typeName) ?? new Set()).add(name));
}

async function publishedKeys(
  strapi: Core.Strapi,
  type: ContentType,
  wanted: WantedKeys | undefined,
): Promise<Columns[]> {
  const uid = uidOf(type);
  const { key = '', keyScope } = type;
  const names = ['documentId', 'locale', 'publishedAt', key, ...(keyScope ? [keyScope] : [])];
  const query = columnsOf(strapi, uid, names)
    .whereNotNull('published_at')
    .whereIn('locale', [...locales]);
  if (wanted) {
    const { documents, keys } = wanted.of(type);
    if (documents.length === 0 && keys.length === 0) return [];
    // A document that is live under a key in one language may have another, newer one in the other.
    const holders = columnsOf(strapi, uid, ['documentId']).whereNotNull('published_at').whereIn(key, keys);
    query.where((either) => either.whereIn('document_id', documents).orWhereIn('document_id', holders));
  }
  return query;
}

/** SQLite keeps milliseconds, PostgreSQL gives a date. */
function momentOf({ publishedAt }: Columns): number {
  return Number(publishedAt);
}
