import type { Core } from '@strapi/strapi';
import {
  type ContentType,
  entryPath,
  type Locale,
  locales,
  localise,
  type TypeName,
  types,
} from 'content-types';
import { uidOf } from '../entries/references';
import { getSettings } from '../settings';

interface Row {
  readonly locale: Locale;
  readonly publishedAt: string | Date;
  readonly [attribute: string]: unknown;
}

/** The public address of the site, without a slash at the end. */
export function siteAddress(): string {
  const { SITE_URL, SITE_PORT } = getSettings();
  return (SITE_URL ?? `http://127.0.0.1:${SITE_PORT}`).replace(/\/+$/, '');
}

/**
 * The address on the site, from the root, of one language of a document that is live; undefined when it
 * is not, or when it has no page of its own.
 */
export async function livePath(
  strapi: Core.Strapi,
  type: ContentType,
  document: string,
  language: Locale,
): Promise<string | undefined> {
  const rows = await liveRows(strapi, type, document);
  if (!rows.some(({ locale }) => locale === language)) return undefined;
  const newest = rows.at(-1);
  const course = newest?.course
    ? (await liveRows(strapi, types.course, String(newest.course))).at(-1)
    : undefined;
  const path = entryPath({
    type: type.name as TypeName,
    key: String(newest?.[type.key ?? '']),
    fields: { ...newest, ...(course && { course: course.slug }) },
  });
  return path && localise(language, path);
}

/** A document's live versions; the one that was published last, whose key counts, comes last. */
async function liveRows(strapi: Core.Strapi, type: ContentType, documentId: string): Promise<Row[]> {
  const where = { documentId, publishedAt: { $notNull: true }, locale: { $in: [...locales] } };
  const rows: Row[] = await strapi.db.query(uidOf(type)).findMany({ where });
  return rows.sort((a, b) => new Date(a.publishedAt).getTime() - new Date(b.publishedAt).getTime());
}
