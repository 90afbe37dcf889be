import { randomBytes } from 'node:crypto';
import type { Core } from '@strapi/strapi';
import type { Actor } from '../../kernel/actor';
import { lockAppends } from '../../kernel/database/append-lock';
import { currentOrigin, describeRequest } from '../../kernel/http/request';
import { ministriesOf, nameOf } from '../access';
import {
  BEGINNING,
  type EventContent,
  FORMAT,
  type Head,
  hashOf,
  payloadOf,
  type Row,
  storable,
} from './chain';
import { operatorDetails } from './operator';

export const EVENT = 'api::audit.event';
export const HEAD = 'api::audit.head';

/** Events that whoever watches the log for attacks looks for; the record itself says more. */
const SECURITY = /^(?:sign-in|second-factor|account|password|role|membership|token)\./;

/** Something that happened, to be recorded. */
export interface AuditEvent {
  /** What, in the past or as a command: `approval.submit`, `sign-in.failed`, `role.changed`. */
  readonly action: string;
  readonly actor: Actor;
  /** The content type's name, such as `story`. */
  readonly type?: string;
  readonly document?: string;
  readonly language?: string;
  readonly ministry?: string | null;
  readonly title?: string;
  /** A few facts more. Never a password, a token, or what a draft says. */
  readonly details?: Record<string, unknown>;
}

/** An event as it was recorded, with its details read. */
export interface StoredEvent extends Omit<Row, 'details' | 'format' | 'salt' | 'payload'> {
  readonly id: number;
  /** The codes of the ministries that an editor belonged to then. */
  readonly actorMinistries: readonly string[];
  readonly details: Record<string, unknown>;
}

/**
 * Appends an event to the audit record, in the current transaction if there is one: the event is there
 * exactly if what it tells of is. Other transactions wait with their events until this one ends, so
 * record last what a transaction did.
 */
export async function recordEvent(strapi: Core.Strapi, event: AuditEvent): Promise<void> {
  await strapi.db.transaction(async ({ trx }) => {
    await lockAppends(strapi, trx);
    const heads = strapi.db.query(HEAD);
    const origin = currentOrigin(strapi);
    const head: (Head & { id: number }) | null = await heads.findOne({});
    const { ministries, ...who } = await whoIs(strapi, event.actor);
    const details = {
      ...origin,
      ...operatorDetails(),
      ...event.details,
      ...(ministries.length > 0 && { actorMinistries: ministries }),
    };
    const words = {
      title: event.title === undefined ? null : storable(event.title),
      details: storable(JSON.stringify(details)),
      salt: randomBytes(16).toString('hex'),
    };
    const content: EventContent = {
      position: (head?.count ?? 0) + 1,
      at: new Date().toISOString(),
      action: event.action,
      actorKind: event.actor.kind,
      ...who,
      type: event.type ?? null,
      document: event.document ?? null,
      language: event.language ?? null,
      ministry: event.ministry ?? null,
      format: FORMAT,
      ...words,
      payload: payloadOf(words),
      previous: head?.hash ?? BEGINNING,
    };
    const hash = hashOf(content);
    await strapi.db.query(EVENT).create({ data: { ...content, hash } });
    const next: Head = { count: content.position, hash };
    if (head) await heads.update({ where: { id: head.id }, data: next });
    else await heads.create({ data: next });
  });
  const ctx = strapi.requestContext.get();
  if (ctx && SECURITY.test(event.action)) strapi.log.warn(`security ${event.action} ${describeRequest(ctx)}`);
}

/** All that was recorded of a document, oldest first. */
export async function eventsOf(
  strapi: Core.Strapi,
  { type, document }: { type: string; document: string },
): Promise<StoredEvent[]> {
  const rows = await strapi.db
    .query(EVENT)
    .findMany({ where: { type, document }, orderBy: { position: 'asc' } });
  return rows.map(toStored);
}

/** A row of the database as others use it. */
export function toStored(row: Row & { readonly id: number }): StoredEvent {
  const { actorMinistries = [], ...details } = JSON.parse(row.details);
  return {
    id: row.id,
    position: row.position,
    at: row.at,
    action: row.action,
    actorKind: row.actorKind,
    actorId: row.actorId,
    actorName: row.actorName,
    actorMinistries,
    type: row.type,
    document: row.document,
    language: row.language,
    ministry: row.ministry,
    title: row.title,
    details,
    previous: row.previous,
    hash: row.hash,
  };
}

/**
 * Names and ministries are kept as they are now, as the role is: people change, and so do their accounts.
 * What a row has no column for stands with the details, where the hash covers it too.
 */
async function whoIs(
  strapi: Core.Strapi,
  actor: Actor,
): Promise<{ actorId: number | null; actorName: string | null; ministries: string[] }> {
  const id = 'userId' in actor ? actor.userId : actor.kind === 'none' ? otherUserId(strapi) : undefined;
  if (id === undefined) return { actorId: null, actorName: null, ministries: [] };
  const user = await strapi.db.query('admin::user').findOne({ where: { id } });
  const ministries = actor.kind === 'editor' ? await ministriesOf(strapi, id) : [];
  return { actorId: id, actorName: user && storable(nameOf(user)), ministries };
}

/** Whoever is signed in with none of our roles: they are nobody to the boundary, but not to the record. */
function otherUserId(strapi: Core.Strapi): number | undefined {
  const state = strapi.requestContext.get()?.state;
  return state?.auth?.strategy?.name === 'admin' ? state.user?.id : undefined;
}
