import type { Core } from '@strapi/strapi';
import type { EntryEvent } from '../approval';
import { knowing, queueMail } from '../mail';
import { type Announcement, announce } from './announce';
import { proposalEndMail, proposedMail } from './messages';

/** What is announced of an event, by its name. */
const ANNOUNCED = {
  submitted: 'submit',
  'passed-to-moderators': 'submit',
  agreed: 'agree',
  returned: 'return',
  approved: 'approve',
  live: 'live',
  'schedule-failed': 'schedule-failed',
} as const satisfies Partial<Record<EntryEvent['name'], Announcement['action']>>;

/** How a proposal may end that whoever asked is told of. */
const ENDS = {
  'proposal-confirmed': 'confirmed',
  'proposal-declined': 'declined',
  'proposal-lapsed': 'lapsed',
} as const satisfies Partial<Record<EntryEvent['name'], Parameters<typeof proposalEndMail>[1]>>;

/** The events that people are told of. */
export const NOTIFIED = [...keysOf(ANNOUNCED), ...keysOf(ENDS), 'proposed'] as const;

function keysOf<K extends string>(table: Readonly<Record<K, string>>): K[] {
  return Object.keys(table) as K[];
}

/** Notes and sends what people are to be told of an event; part of one transaction. */
export async function onEntryEvent(strapi: Core.Strapi, event: EntryEvent): Promise<void> {
  const { name } = event;
  if (name === 'proposed') return mailAble(strapi, event);
  if (name in ENDS) return mailProposer(strapi, event, ENDS[name as keyof typeof ENDS]);
  if (name in ANNOUNCED) await announceEvent(strapi, event, ANNOUNCED[name as keyof typeof ANNOUNCED]);
}

async function announceEvent(
  strapi: Core.Strapi,
  event: EntryEvent,
  action: Announcement['action'],
): Promise<void> {
  const {
    actor,
    type,
    document,
    language = 'bn',
    title = '',
    ministry,
    step,
    submittedBy,
    decidedBy,
  } = event;
  const { comment, publishAt, override } = event.details ?? {};
  const subject = { actor, type, document, language, title, ministry };
  if (typeof override === 'string')
    await announce(strapi, { action: 'override', ...subject, comment: override });
  // What is approved for now is live in the same transaction, which is told by itself.
  if (action === 'approve' && !publishAt) return;
  // The sample content is nobody's news.
  if (action === 'live' && actor.kind === 'system') return;
  await announce(strapi, {
    action,
    ...subject,
    ...(step && { step }),
    ...(submittedBy && { submittedBy }),
    ...(decidedBy && { decidedBy }),
    ...(typeof comment === 'string' && { comment }),
    ...(typeof publishAt === 'string' && { publishAt }),
  });
}

/** Asks those who can confirm what somebody asked for. */
async function mailAble(strapi: Core.Strapi, event: EntryEvent): Promise<void> {
  for (const id of event.askedOf ?? []) {
    for (const { email, language } of await knowing(strapi, id, event.ministry))
      await queueMail(strapi, { to: email, ...proposedMail(strapi, proposalOf(event), language) });
  }
}

async function mailProposer(
  strapi: Core.Strapi,
  event: EntryEvent,
  end: Parameters<typeof proposalEndMail>[1],
): Promise<void> {
  for (const { email, language } of await knowing(strapi, event.proposedBy, event.ministry))
    await queueMail(strapi, { to: email, ...proposalEndMail(strapi, end, proposalOf(event), language) });
}

/** What is about all languages is opened in Bengali. */
function proposalOf({ type, document, language = 'bn', title = '', details = {} }: EntryEvent) {
  const kind = details.kind as Parameters<typeof proposedMail>[1]['kind'];
  const comment = typeof details.comment === 'string' ? details.comment : null;
  return { kind, type, document, language, title, comment };
}
