import { AsyncLocalStorage } from 'node:async_hooks';
import type { Core } from '@strapi/strapi';
import { type ContentType, type Locale, locales } from 'content-types';
import { uidOf } from '../../../kernel/content/references';
import { type Version, type Versions, versionsOf } from '../../documents';
import { settlePartKeys } from './part-keys';
import { completeNew, takeOver } from './take-over';
import type { SharedValues } from './values';

const taking = new AsyncLocalStorage<true>();

/** Whether the document service is writing shared values into another language, which was judged with the save. */
export const takesOver = (): boolean => taking.getStore() === true;

type Languages = ReadonlyMap<Locale, Versions>;

const draftsBut = (languages: Languages, language: Locale): Version[] =>
  locales.flatMap((one) => (one === language ? [] : (languages.get(one)?.draft ?? [])));

/**
 * The data of a language as it is to be stored: every part with its key, the owner kept where none is
 * said, and in a language that is new the values that the document has already.
 */
export function settleShared(
  type: ContentType,
  languages: Languages,
  language: Locale,
  data: SharedValues,
): Record<string, unknown> {
  const own = languages.get(language)?.draft;
  const others = draftsBut(languages, language);
  const keyed = settlePartKeys(type.fields, data, { own, others });
  const [first] = others;
  // What the key may be is settled by rules of its own.
  const settled = own || !first ? keyed : completeNew(type.fields, keyed, first, type.key ? [type.key] : []);
  const { owner } = type;
  if (owner === undefined || owner === type.key || settled[owner]) return settled;
  const stored = [own, ...others].find((version) => version?.[owner])?.[owner];
  return stored === undefined ? settled : { ...settled, [owner]: stored };
}

/**
 * Gives the other languages' drafts the shared values of one that was saved.
 * @param before all that was stored of the document before
 * @param by who saved it, as Strapi keeps it
 */
export async function spreadShared(
  strapi: Core.Strapi,
  type: ContentType,
  document: string,
  language: Locale,
  { before, by }: { before: Languages; by?: unknown },
): Promise<void> {
  const after = await versionsOf(strapi, type, document);
  const is = after.get(language)?.draft;
  if (!is) return;
  const was = before.get(language)?.draft;
  for (const other of draftsBut(after, language)) {
    const data = takeOver(type.fields, { was, is }, other);
    if (!data) continue;
    await writeShared(strapi, type, other, by === undefined ? data : { ...data, updatedBy: by });
  }
}

/** Writes shared values into a draft, past the rules for what people write. */
export async function writeShared(
  strapi: Core.Strapi,
  type: ContentType,
  { documentId, locale }: Pick<Version, 'documentId' | 'locale'>,
  data: SharedValues,
): Promise<void> {
  const params = { documentId, locale, data };
  await taking.run(true, () => strapi.documents(uidOf(type)).update(params as never));
}
