import type { Core } from '@strapi/strapi';
import { deliverEvents } from '../../kernel/events/deliver';
import { every } from '../../kernel/jobs/run';
import { sendDigests } from './digest';
import { notifyLive } from './live';
import { sendWeekly } from './weekly';

/** Tells people what is due now: digests, and what has gone live. */
export async function notify(strapi: Core.Strapi): Promise<void> {
  await deliverEvents(strapi);
  await sendDigests(strapi);
  await notifyLive(strapi);
}

/** Keeps telling people what was announced, when its time has come. */
export function sendNotifications(strapi: Core.Strapi): void {
  every(strapi, {
    name: 'notifications',
    seconds: 5,
    lease: 120,
    work: () => notify(strapi),
  });
  every(strapi, { name: 'weekly', seconds: 600, lease: 120, work: () => sendWeekly(strapi) });
}
