import type { Core } from '@strapi/strapi';
import { actorOf } from '../../kernel/actor';

const MEMBERSHIP = 'api::membership.membership';

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
  const memberships: Membership[] = await strapi.db.query(MEMBERSHIP).findMany({ where: { user: userId } });
  const day = today();
  return memberships.filter((membership) => isCurrent(membership, day));
}

/** The codes of the ministries that a user belongs to today; empty without a membership. */
export async function ministriesOf(strapi: Core.Strapi, userId: number): Promise<string[]> {
  return [...new Set((await currentMemberships(strapi, userId)).map(({ ministry }) => ministry))];
}

/** The codes of the ministries in whose name a user may agree today. */
export async function approvesFor(strapi: Core.Strapi, userId: number): Promise<string[]> {
  const memberships = await currentMemberships(strapi, userId);
  return memberships.filter(({ approver }) => approver).map(({ ministry }) => ministry);
}

/** The ids of those who may agree in a ministry's name today: active editors. */
export async function approversOf(strapi: Core.Strapi, ministry: string): Promise<number[]> {
  const memberships = await strapi.db
    .query(MEMBERSHIP)
    .findMany({ where: { ministry, approver: true }, populate: { user: { populate: { roles: true } } } });
  const day = today();
  const users = memberships.filter((one) => isCurrent(one, day)).map(({ user }) => user);
  const active = users.filter((user) => user?.isActive && !user.blocked && actorOf(user).kind === 'editor');
  return [...new Set(active.map(({ id }) => id as number))];
}
