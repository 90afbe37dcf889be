import type { Core } from '@strapi/strapi';
import { actingFor, scopeOf } from 'content-types';
import { actorOf } from '../../kernel/actor';
import { treeOf } from './units';

const MEMBERSHIP = 'api::membership.membership';
/** Strapi's table between memberships and their accounts. */
const LINKS = 'memberships_user_lnk';

interface Membership {
  readonly ministry: string;
  readonly approver: boolean | null;
  readonly from: string | null;
  readonly until: string | null;
}

/** Made once: making one takes a twentieth of the time of a request. */
const dayInDhaka = new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Dhaka' });

/** Today in Dhaka, `YYYY-MM-DD`: memberships begin and end at midnight there. */
export function today(): string {
  return dayInDhaka.format(new Date());
}

function isCurrent({ from, until }: Membership, day: string): boolean {
  return (from === null || from <= day) && (until === null || day <= until);
}

async function currentMemberships(strapi: Core.Strapi, userId: number): Promise<Membership[]> {
  // Joined to accounts by Strapi, this would read all memberships on SQLite, with each request.
  const own = strapi.db.getConnection(LINKS).select('membership_id').where({ user_id: userId });
  const memberships: Membership[] = await strapi.db
    .query(MEMBERSHIP)
    .findMany({ where: { id: { $in: own as never } } });
  const day = today();
  return memberships.filter((membership) => isCurrent(membership, day));
}

/** The codes of the ministries and units that a user belongs to today; empty without a membership. */
export async function ministriesOf(strapi: Core.Strapi, userId: number): Promise<string[]> {
  return [...new Set((await currentMemberships(strapi, userId)).map(({ ministry }) => ministry))];
}

/** What somebody may act for today. */
export interface Scope {
  /** The codes that they belong to and that exist: where what they make belongs. */
  readonly own: readonly string[];
  /** These, and what is below those that delegate. */
  readonly codes: readonly string[];
}

/** The scope of a user's memberships over the tree as it is now. */
export async function scopeOfUser(strapi: Core.Strapi, userId: number): Promise<Scope> {
  const memberships = await ministriesOf(strapi, userId);
  if (memberships.length === 0) return { own: [], codes: [] };
  const tree = await treeOf(strapi);
  return { own: memberships.filter((code) => tree.nodes.has(code)), codes: scopeOf(memberships, tree) };
}

/** The codes in whose name a user may agree today. */
export async function approvesFor(strapi: Core.Strapi, userId: number): Promise<string[]> {
  const memberships = (await currentMemberships(strapi, userId)).filter(({ approver }) => approver);
  if (memberships.length === 0) return [];
  return scopeOf(
    memberships.map(({ ministry }) => ministry),
    await treeOf(strapi),
  );
}

/** The ids of those who may agree in the name of a ministry or unit today: active editors. */
export async function approversOf(strapi: Core.Strapi, code: string): Promise<number[]> {
  const ministry = { $in: actingFor(code, await treeOf(strapi)) };
  const memberships = await strapi.db
    .query(MEMBERSHIP)
    .findMany({ where: { ministry, approver: true }, populate: { user: { populate: { roles: true } } } });
  const day = today();
  const users = memberships.filter((one) => isCurrent(one, day)).map(({ user }) => user);
  const active = users.filter((user) => user?.isActive && !user.blocked && actorOf(user).kind === 'editor');
  return [...new Set(active.map(({ id }) => id as number))];
}
