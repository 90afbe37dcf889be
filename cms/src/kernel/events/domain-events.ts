import type { Core } from '@strapi/strapi';
import { keepDelivery } from './deliveries';
import type { DomainEvent } from './event';

type Handle<E> = (strapi: Core.Strapi, event: E) => Promise<void>;

/** Who is told of events, in the order in which they subscribed. */
interface Listeners {
  readonly inTransaction: { readonly to: readonly string[]; readonly handle: Handle<never> }[];
  readonly afterCommit: Map<string, { readonly to: readonly string[]; readonly handle: Handle<never> }>;
}

const known = new WeakMap<Core.Strapi, Listeners>();

function listenersOf(strapi: Core.Strapi): Listeners {
  const listeners = known.get(strapi) ?? { inTransaction: [], afterCommit: new Map() };
  known.set(strapi, listeners);
  return listeners;
}

/**
 * Has something done in the transaction in which an event happens: both are there, or neither. What throws
 * undoes the event.
 * @param to the names of the events
 */
export function onEvent<E extends DomainEvent, N extends E['name']>(
  strapi: Core.Strapi,
  to: readonly N[],
  handle: Handle<Extract<E, { readonly name: N }>>,
): void {
  listenersOf(strapi).inTransaction.push({ to, handle: handle as Handle<never> });
}

/**
 * Has something done once the transaction in which an event happens is committed. A row in the database
 * remembers it until it is done, over restarts and failures; it is done in a transaction of its own, in which the
 * row goes, so that what it writes is written once.
 * @param listener its name, for ever: the rows that wait have it
 * @param to the names of the events, each of which must be plain data
 */
export function afterEvent<E extends DomainEvent, N extends E['name']>(
  strapi: Core.Strapi,
  listener: string,
  to: readonly N[],
  handle: Handle<Extract<E, { readonly name: N }>>,
): void {
  const { afterCommit } = listenersOf(strapi);
  if (afterCommit.has(listener)) throw new Error(`Two listeners are called “${listener}”`);
  afterCommit.set(listener, { to, handle: handle as Handle<never> });
}

/** Tells all listeners of an event, in the current transaction. */
export async function emit<E extends DomainEvent>(strapi: Core.Strapi, event: E): Promise<void> {
  const { inTransaction, afterCommit } = listenersOf(strapi);
  for (const { to, handle } of inTransaction) {
    if (to.includes(event.name)) await handle(strapi, event as never);
  }
  for (const [listener, { to }] of afterCommit) {
    if (to.includes(event.name)) await keepDelivery(strapi, listener, event);
  }
}

/** What a listener does with an event; undefined for one that is not there any more. */
export function handlerOf(strapi: Core.Strapi, listener: string): Handle<never> | undefined {
  return listenersOf(strapi).afterCommit.get(listener)?.handle;
}
