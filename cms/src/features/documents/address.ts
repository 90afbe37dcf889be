import type { Core } from '@strapi/strapi';
import {
  type ContentType,
  entryPath,
  type Locale,
  localise,
  ownerOf,
  parentOf,
  type TypeName,
  types,
} from 'content-types';
import { topCode } from '../access';
import type { ApprovalContext } from './context';
import { type Version, type Versions, versionsOf } from './versions';

/** Whether entries of a type have a page of their own, where a notice can stand. */
export function hasPage({ name }: ContentType): boolean {
  const path = entryPath({ type: name as TypeName, key: 'x', fields: {} });
  return path !== undefined && !path.includes('#');
}

/** The slug or code that a document is live under: both languages share the one published last. */
export function liveKey(type: ContentType, languages: ReadonlyMap<Locale, Versions>): string | undefined {
  const live = [...languages.values()].flatMap((versions) => versions.live ?? []);
  const at = ({ publishedAt }: Version) => new Date(publishedAt ?? 0).getTime();
  const [newest] = live.sort((a, b) => at(b) - at(a));
  const key = type.key && newest?.[type.key];
  return typeof key === 'string' ? key : undefined;
}

/** The key that a reference to an entry of this type leads to, which names one with a slug by its document. */
async function liveKeyOf(
  strapi: Core.Strapi,
  type: ContentType,
  reference: string,
): Promise<string | undefined> {
  return type.key === 'slug' ? liveKey(type, await versionsOf(strapi, type, reference)) : reference;
}

/** Where one language of a document stands on the site, from the root; null when nothing of it does. */
export async function addressOf(
  strapi: Core.Strapi,
  { type, languages, records }: ApprovalContext,
  language: Locale,
): Promise<string | null> {
  const live = languages.get(language)?.live;
  const withdrawn = records.get(language)?.withdrawn;
  const key = live ? liveKey(type, languages) : withdrawn?.key;
  if (key === undefined) return null;
  const parent = parentOf(type.name);
  const above = parent?.kind === 'child' ? (live?.[parent.field] ?? withdrawn?.course) : undefined;
  const fields =
    parent && typeof above === 'string'
      ? { [parent.field]: await liveKeyOf(strapi, types[parent.type], above) }
      : { ...live, ...(await portfolio(strapi, type, live)) };
  const path = entryPath({ type: type.name as TypeName, key, fields });
  return path === undefined ? null : localise(language, path);
}

/** The ministry on whose page a part stands: that of a department's is its ministry's. */
async function portfolio(strapi: Core.Strapi, type: ContentType, live: Version | undefined): Promise<object> {
  const owner = ownerOf(type, live);
  return owner === null ? {} : { ministry: await topCode(strapi, owner) };
}
