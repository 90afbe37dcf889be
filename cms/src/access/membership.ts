import type { Core } from '@strapi/strapi';

const MEMBERSHIP = 'api::membership.membership';

interface Membership {
  readonly ministry: string;
  readonly from: string | null;
  readonly until: string | null;
}

/** Today in Dhaka, `YYYY-MM-DD`: memberships begin and end at midnight there. */
function today(): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Dhaka' }).format(new Date());
}

function isCurrent({ from, until }: Membership, day: string): boolean {
  return (from === null || from <= day) && (until === null || day <= until);
}

/** The codes of the ministries that a user belongs to today; empty without a membership. */
export async function ministriesOf(strapi: Core.Strapi, userId: number): Promise<string[]> {
  const memberships: Membership[] = await strapi.db.query(MEMBERSHIP).findMany({ where: { user: userId } });
  const day = today();
  return [...new Set(memberships.filter((m) => isCurrent(m, day)).map(({ ministry }) => ministry))];
}
