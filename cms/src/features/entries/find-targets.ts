import type { Core } from '@strapi/strapi';
import { errors } from '@strapi/utils';
import { defaultLocale, locales, typeByName } from 'content-types';
import type { Actor } from '../../kernel/actor';
import { storedField, uidOf } from '../../kernel/content/references';
import { readable } from '../access';

/** Something that a reference can point at, as the picker shows it. */
export interface FoundTarget {
  /** What the reference stores. */
  readonly value: string;
  readonly name: string;
  /** False while it has no live version: the reference shows once it has. */
  readonly live: boolean;
}

interface Row {
  readonly documentId: string;
  readonly locale: string;
  readonly publishedAt: string | null;
  readonly [attribute: string]: unknown;
}

/**
 * What a reference of this type can point at: everything live, and of the drafts those that the
 * actor may read. Named in `locale` where it has a version there.
 * @param values only these, as a reference stores them
 * @throws NotFoundError for a type that nothing refers to.
 */
export async function findTargets(
  strapi: Core.Strapi,
  actor: Actor,
  typeName: string,
  { vocabulary, locale = defaultLocale }: { vocabulary?: unknown; locale?: unknown },
  values?: readonly string[],
): Promise<FoundTarget[]> {
  const type = typeByName(typeName);
  if (!type?.key) throw new errors.NotFoundError(`There are no references to “${typeName}”.`);
  const rows: Row[] = await strapi.db.query(uidOf(type)).findMany({
    where: {
      $and: [
        type.keyScope === 'vocabulary' && typeof vocabulary === 'string' ? { vocabulary } : {},
        await readable(strapi, actor, type),
        values ? { [storedField(type)]: { $in: [...values] } } : {},
      ],
    },
  });
  const targets = new Map<string, FoundTarget & { readonly rank: number; readonly order: number }>();
  for (const row of rows) {
    const value = String(row[storedField(type)]);
    const known = targets.get(value);
    // The live name in the wanted language is best, then any live name, then a draft's.
    const rank = (row.publishedAt ? 2 : 0) + (row.locale === locale ? 1 : 0);
    const name = String(row[type.title] ?? row[type.key]);
    const live = row.publishedAt !== null || known?.live === true;
    const order = Number(row.order ?? Number.POSITIVE_INFINITY);
    targets.set(value, known && known.rank >= rank ? { ...known, live } : { value, name, live, rank, order });
  }
  const { compare } = new Intl.Collator(locales.find((code) => code === locale) ?? defaultLocale);
  return [...targets.values()]
    .sort((a, b) => (a.order === b.order ? compare(a.name, b.name) : a.order - b.order))
    .map(({ value, name, live }) => ({ value, name, live }));
}
