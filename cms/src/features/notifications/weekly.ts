import type { Core } from '@strapi/strapi';
import { ROLES } from '../../kernel/roles';
import { designationsOf } from '../access';
import { HEAD } from '../audit';
import { findRecords } from '../documents';
import { givenUpSince, inRole, queueMail } from '../mail';
import { announcedBetween, forgetNotices, type StoredNotice } from './notices';
import { lastWeeklyTime, weekBefore } from './week';
import { type Week, weeklyMail } from './weekly-message';

/** Days for which what was announced stays. */
const KEPT_DAYS = 90;

/**
 * Tells moderators and super admins once a week what happened, approvals by override first. The moment of
 * the last message is kept with it, so that each is written once, and one that a stopped server missed
 * is written when it runs again.
 */
export async function sendWeekly(strapi: Core.Strapi, now = new Date()): Promise<void> {
  const store = strapi.store({ type: 'api', name: 'notifications' });
  const until = lastWeeklyTime(now);
  const told = await store.get({ key: 'weekly' });
  if (told === until.toISOString()) return;
  await strapi.db.transaction(async () => {
    // Before the first start there was no week to tell of.
    if (told !== null) await mailWeekly(strapi, await weekOf(strapi, until));
    await store.set({ key: 'weekly', value: until.toISOString() });
    await forgetNotices(strapi, KEPT_DAYS);
  });
}

async function mailWeekly(strapi: Core.Strapi, week: Week): Promise<void> {
  for (const { email, language } of await inRole(strapi, [ROLES.superAdmin, ROLES.moderator])) {
    await queueMail(strapi, { to: email, ...weeklyMail(strapi, week, language) });
  }
}

async function weekOf(strapi: Core.Strapi, until: Date): Promise<Week> {
  const from = weekBefore(until);
  const announced = await announcedBetween(strapi, from, until);
  const of = (action: string) => announced.filter((notice) => notice.action === action);
  const waiting = await findRecords(strapi, { state: 'submitted' });
  return {
    from,
    until,
    overrides: await withNames(strapi, of('override')),
    failed: of('schedule-failed'),
    submitted: of('submit').length,
    returned: of('return').length,
    live: of('live').length,
    waiting: waiting.length,
    oldest: waiting[0]?.submittedAt ?? null,
    undelivered: await givenUpSince(strapi, from),
    record: await strapi.db.query(HEAD).findOne({}),
  };
}

async function withNames(strapi: Core.Strapi, notices: StoredNotice[]): Promise<Week['overrides']> {
  const names = await designationsOf(
    strapi,
    notices.map(({ actor }) => actor),
  );
  return notices.map((notice) => ({ ...notice, by: names.get(notice.actor ?? 0) }));
}
