import type { Core } from '@strapi/strapi';
import { type ContentType, type Locale, locales } from 'content-types';
import { uidOf } from '../../kernel/content/references';

/** A stored version of a document in one language, with all that belongs to it. */
export interface Version {
  readonly id: number;
  readonly documentId: string;
  readonly locale: Locale;
  readonly publishedAt: string | null;
  readonly updatedAt: string;
  readonly createdBy?: { readonly id: number } | null;
  readonly updatedBy?: { readonly id: number } | null;
  readonly [attribute: string]: unknown;
}

/** What is stored of one language of a document. */
export interface Versions {
  readonly draft?: Version;
  readonly live?: Version;
}

/** All that is stored of a document, by language; empty when there is no such document. */
export async function versionsOf(
  strapi: Core.Strapi,
  type: ContentType,
  documentId: string,
): Promise<Map<Locale, Versions>> {
  const rows: Version[] = await strapi.db.query(uidOf(type)).findMany({
    where: { documentId, locale: { $in: [...locales] } },
    populate: { ...type.populate, createdBy: true, updatedBy: true } as never,
  });
  const byLanguage = new Map<Locale, { draft?: Version; live?: Version }>();
  for (const row of rows) {
    const versions = byLanguage.get(row.locale) ?? {};
    versions[row.publishedAt === null ? 'draft' : 'live'] = row;
    byLanguage.set(row.locale, versions);
  }
  return byLanguage;
}

/** All stored versions of a document, of every language. */
export function storedVersions(languages: ReadonlyMap<Locale, Versions>): Version[] {
  return [...languages.values()].flatMap(({ draft, live }) => [draft ?? [], live ?? []].flat());
}

/** What a version is called; its key while it has no title. */
export function titleOf(type: ContentType, version: Version | undefined): string | null {
  const name = version?.[type.title] ?? (type.key && version?.[type.key]);
  return typeof name === 'string' && name !== '' ? name : null;
}
