import type { Core } from '@strapi/strapi';
import { type ContentType, types } from 'content-types';
import { uidOf } from '../../kernel/content/references';
import { UNIT, type Unit } from './units';

/** The names of all ministries by code, in a language where they have one in it. */
export async function ministryNames(strapi: Core.Strapi, language: string): Promise<Map<string, string>> {
  const ministry: ContentType = types.ministry;
  const rows = await strapi.db.query(uidOf(ministry)).findMany({ select: ['code', 'name', 'locale'] });
  const inOrder = [...rows].sort((a, b) => Number(a.locale === language) - Number(b.locale === language));
  return new Map(inOrder.filter(({ name }) => name).map(({ code, name }) => [code, name]));
}

/** The names of all that entries and people can belong to, by code: ministries, and units below and beside them. */
export async function ownerNames(strapi: Core.Strapi, language: string): Promise<Map<string, string>> {
  const units: Unit[] = await strapi.db.query(UNIT).findMany({ where: { kind: { $ne: 'ministry' } } });
  const named = units.map(
    ({ code, nameBn, nameEn }) => [code, (language === 'en' ? nameEn : nameBn) ?? code] as const,
  );
  return new Map([...named, ...(await ministryNames(strapi, language))]);
}
