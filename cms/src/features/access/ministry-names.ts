import type { Core } from '@strapi/strapi';
import { type ContentType, types } from 'content-types';
import { uidOf } from '../../kernel/content/references';

/** The names of all ministries by code, in a language where they have one in it. */
export async function ministryNames(strapi: Core.Strapi, language: string): Promise<Map<string, string>> {
  const ministry: ContentType = types.ministry;
  const rows = await strapi.db.query(uidOf(ministry)).findMany({ select: ['code', 'name', 'locale'] });
  const inOrder = [...rows].sort((a, b) => Number(a.locale === language) - Number(b.locale === language));
  return new Map(inOrder.filter(({ name }) => name).map(({ code, name }) => [code, name]));
}
