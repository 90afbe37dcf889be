import type { Core } from '@strapi/strapi';
import type { DomainEvent } from './event';

const DELIVERY = 'api::event.delivery';

/** Emitted on Strapi's event hub once a transaction with deliveries is committed. */
export const DELIVERIES_WAIT = 'events.waiting';

/** An event that a listener has not dealt with yet. */
export interface Delivery {
  readonly id: number;
  readonly listener: string;
  /** The event as JSON. */
  readonly payload: string;
  readonly attempts: number;
  /** Why the last attempt failed. */
  readonly error: string | null;
}

/** Remembers an event for a listener, in the current transaction. */
export async function keepDelivery(strapi: Core.Strapi, listener: string, event: DomainEvent): Promise<void> {
  await strapi.db.transaction(async ({ onCommit }) => {
    await strapi.db.query(DELIVERY).create({
      data: {
        listener,
        document: event.document ?? null,
        payload: JSON.stringify(event),
        attempts: 0,
        dueAt: Date.now(),
      },
    });
    onCommit(() => {
      strapi.eventHub
        .emit(DELIVERIES_WAIT)
        .catch((error: Error) => strapi.log.warn(`After an event: ${error.message}`));
    });
  });
}

/** What is due, oldest first. */
export async function dueDeliveries(strapi: Core.Strapi, limit: number): Promise<Delivery[]> {
  return strapi.db
    .query(DELIVERY)
    .findMany({ where: { dueAt: { $lte: Date.now() } }, orderBy: { id: 'asc' }, limit });
}

/** Takes a delivery, in the current transaction. @returns false where another instance did */
export async function takeDelivery(strapi: Core.Strapi, { id }: Delivery): Promise<boolean> {
  return (await strapi.db.query(DELIVERY).deleteMany({ where: { id } })).count === 1;
}

/** Puts a delivery that failed off, each time for longer. */
export async function putOff(strapi: Core.Strapi, delivery: Delivery, error: string): Promise<void> {
  const attempts = delivery.attempts + 1;
  const pause = Math.min(1000 * 2 ** attempts, LONGEST_PAUSE);
  await strapi.db
    .query(DELIVERY)
    .update({ where: { id: delivery.id }, data: { attempts, error, dueAt: Date.now() + pause } });
}

/** Longest time between two attempts, in milliseconds. */
const LONGEST_PAUSE = 3_600_000;

/** Forgets what waits to be told of a document. */
export async function forgetDeliveries(strapi: Core.Strapi, document: string): Promise<void> {
  await strapi.db.query(DELIVERY).deleteMany({ where: { document } });
}
