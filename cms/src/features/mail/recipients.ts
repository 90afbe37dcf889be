import type { Core } from '@strapi/strapi';
import { defaultLocale, type Locale, locales } from 'content-types';
import { actorOf } from '../../kernel/actor';
import { ROLES } from '../../kernel/roles';
import { approversOf, scopeOfUser } from '../access';

/** Somebody who gets e-mail. */
export interface Recipient {
  readonly id: number;
  readonly email: string;
  /** The language of the admin panel that they chose; Bengali where they chose none. */
  readonly language: Locale;
}

interface AdminUser {
  readonly id: number;
  readonly email: string;
  /** Strapi's spelling. */
  readonly preferedLanguage: string | null;
  readonly isActive: boolean;
  readonly blocked: boolean | null;
  readonly roles: readonly { readonly code: string }[];
}

/** Whom something waits for: the moderators, or a ministry's approvers. */
export const MODERATORS = 'moderators';
export const approversAt = (ministry: string) => `ministry:${ministry}`;

/** The people of an audience, as they are now. */
export async function audience(strapi: Core.Strapi, name: string): Promise<Recipient[]> {
  if (name === MODERATORS) return inRole(strapi, [ROLES.moderator]);
  const ids = await approversOf(strapi, name.slice(approversAt('').length));
  return (await users(strapi, { id: { $in: ids } })).map(reader);
}

/** Everyone with one of these roles. */
export async function inRole(strapi: Core.Strapi, codes: readonly string[]): Promise<Recipient[]> {
  const found = await users(strapi, { roles: { code: { $in: codes } } });
  return [...new Map(found.map((user) => [user.id, reader(user)])).values()];
}

/** A person, while their account is in use and they may still know of this ministry’s drafts. */
export async function knowing(
  strapi: Core.Strapi,
  id: number | null | undefined,
  ministry: string | null,
): Promise<Recipient[]> {
  if (id === null || id === undefined) return [];
  const [user] = await users(strapi, { id });
  if (!user) return [];
  const { kind } = actorOf(user);
  if (kind === 'super-admin' || kind === 'moderator') return [reader(user)];
  const belongs = ministry !== null && (await scopeOfUser(strapi, id)).codes.includes(ministry);
  return kind === 'editor' && belongs ? [reader(user)] : [];
}

async function users(strapi: Core.Strapi, where: object): Promise<AdminUser[]> {
  const found: AdminUser[] = await strapi.db
    .query('admin::user')
    .findMany({ where: { ...where, isActive: true }, populate: { roles: true }, orderBy: { id: 'asc' } });
  return found.filter(({ blocked }) => !blocked);
}

function reader({ id, email, preferedLanguage }: AdminUser): Recipient {
  return { id, email, language: languageOf({ preferedLanguage }) };
}

/** The language in which somebody is written to. */
export function languageOf({ preferedLanguage }: Pick<AdminUser, 'preferedLanguage'>): Locale {
  return locales.find((locale) => locale === preferedLanguage) ?? defaultLocale;
}
