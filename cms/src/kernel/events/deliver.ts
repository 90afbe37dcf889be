import type { Core } from '@strapi/strapi';
import { every } from '../jobs/run';
import { getSettings } from '../settings';
import { DELIVERIES_WAIT, type Delivery, dueDeliveries, putOff, takeDelivery } from './deliveries';
import { handlerOf } from './domain-events';

/** How many are looked at in one go. */
const AT_ONCE = 100;

/**
 * Does what listeners have to do with events that were committed, oldest first. One that fails stays, is tried
 * again later and holds up none of the others.
 */
export async function deliverEvents(strapi: Core.Strapi, signal?: AbortSignal): Promise<void> {
  for (;;) {
    const due = await dueDeliveries(strapi, AT_ONCE);
    for (const delivery of due) {
      if (signal?.aborted) return;
      await deliver(strapi, delivery);
    }
    // What failed is due later; what is left here is new.
    if (due.length < AT_ONCE) return;
  }
}

async function deliver(strapi: Core.Strapi, delivery: Delivery): Promise<void> {
  const handle = handlerOf(strapi, delivery.listener);
  try {
    await strapi.db.transaction(async () => {
      if (!(await takeDelivery(strapi, delivery))) return;
      if (!handle)
        strapi.log.warn(`Nobody is called “${delivery.listener}” any more: an event for it is dropped.`);
      await handle?.(strapi, JSON.parse(delivery.payload) as never);
    });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    if (reason !== delivery.error)
      strapi.log.error(`“${delivery.listener}” fails at an event, which is tried again: ${reason}`);
    await putOff(strapi, delivery, reason);
  }
}

/** Keeps delivering: at once after each commit on the instance that it happened on, and every few seconds on one. */
export function keepDelivering(strapi: Core.Strapi): void {
  every(strapi, {
    name: 'events',
    seconds: 5,
    lease: 120,
    work: (signal) => deliverEvents(strapi, signal),
  });
  if (getSettings().JOBS === 'off') return;
  strapi.eventHub.on(DELIVERIES_WAIT, async () => soon(strapi));
}

const busy = new WeakMap<Core.Strapi, { again: boolean; done: Promise<void> }>();

/** Delivers now, or once more when the delivery at work is done. */
function soon(strapi: Core.Strapi): void {
  const now = busy.get(strapi);
  if (now) {
    now.again = true;
    return;
  }
  const work = { again: false, done: Promise.resolve() };
  busy.set(strapi, work);
  work.done = deliverEvents(strapi)
    .catch((error: Error) =>
      strapi.log.error(`Events cannot be delivered, and are tried again: ${error.message}`),
    )
    .then(() => {
      busy.delete(strapi);
      if (work.again) soon(strapi);
    });
}

/** Waits for the delivery at work, so that the database may be closed. */
export async function finishDelivering(strapi: Core.Strapi): Promise<void> {
  await busy.get(strapi)?.done;
}
