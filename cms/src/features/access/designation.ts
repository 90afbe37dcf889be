import type { Core } from '@strapi/strapi';
import { defaultLocale, type Locale } from 'content-types';
import { type Actor, actorOf } from '../../kernel/actor';
import { ministriesOf } from './membership';
import { ownerNames } from './ministry-names';
import { nameOf } from './name';

/**
 * Who somebody is: the role and the ministries from us, the name as they typed it. The name alone proves
 * nothing, an editor may well call themselves a moderator; wherever it is shown the others stand before it.
 */
export interface Designation {
  readonly name: string;
  readonly role: Actor['kind'];
  /** The names of an editor's ministries in both languages. */
  readonly ministries: readonly Readonly<Record<Locale, string>>[];
}

/** The designations of admin users by their ids, as they are now; who is gone is not in it. */
export async function designationsOf(
  strapi: Core.Strapi,
  ids: readonly (number | null | undefined)[],
): Promise<Map<number, Designation>> {
  const known = [...new Set(ids.filter((id) => typeof id === 'number'))];
  if (known.length === 0) return new Map();
  const users = await strapi.db
    .query('admin::user')
    .findMany({ where: { id: { $in: known } }, populate: { roles: true } });
  const nameMinistries = await ministryNamer(strapi);
  const all = users.map(async (user): Promise<[number, Designation]> => {
    const { kind } = actorOf(user);
    const codes = kind === 'editor' ? await ministriesOf(strapi, user.id) : [];
    return [user.id, { name: nameOf(user), role: kind, ministries: nameMinistries(codes) }];
  });
  return new Map(await Promise.all(all));
}

/** Gives the names that ministries have now to their codes; a code without one stands for itself. */
export async function ministryNamer(
  strapi: Core.Strapi,
): Promise<(codes: readonly string[]) => Designation['ministries']> {
  const [bn, en] = [await ownerNames(strapi, 'bn'), await ownerNames(strapi, 'en')];
  return (codes) => codes.map((code) => ({ bn: bn.get(code) ?? code, en: en.get(code) ?? code }));
}

/** The words for roles. */
const ROLE_WORDS: Readonly<Record<Locale, Readonly<Record<string, string>>>> = {
  bn: { 'super-admin': 'সুপার অ্যাডমিন', moderator: 'মডারেটর', editor: 'সম্পাদক', none: 'ভূমিকাহীন' },
  en: { 'super-admin': 'Super admin', moderator: 'Moderator', editor: 'Editor', none: 'No role' },
};

/** `Editor, Ministry of Food: “Focal point”`: what is between the quotation marks was typed. */
export function inWords({ name, role, ministries }: Designation, language: Locale): string {
  const word = ROLE_WORDS[language][role] ?? role;
  const said = [word, ...ministries.map((one) => one[language] || one[defaultLocale])].join(', ');
  return `${said}: “${name}”`;
}
