import type { Core } from '@strapi/strapi';
import type { ApprovalEvent, EntryEvent } from '../features/approval';
import { ERASURE, recordEvent } from '../features/audit';
import { forgetDocument as forgetNotices, NOTIFIED, onEntryEvent } from '../features/notifications';
import { forgetDocument as forgetBuilds, forgetKeys, recordChanges } from '../features/publication';
import { afterEvent, onEvent } from '../kernel/events/domain-events';

/**
 * Who is told of what happens to entries; a listener more is a block more. Within a transaction the order
 * counts: the audit record comes last, because others wait for whoever writes into it.
 */
export function listenToEvents(strapi: Core.Strapi): void {
  // The outbox: no publish without its row, no row without its publish.
  onEvent<ApprovalEvent, 'published' | 'taken-down'>(
    strapi,
    ['published', 'taken-down'],
    (_strapi, { name, type, versions }) =>
      recordChanges(strapi, type, name === 'published' ? 'publish' : 'unpublish', versions),
  );

  // What is erased is forgotten by all who noted something of it.
  onEvent<ApprovalEvent, 'erased'>(strapi, ['erased'], async (_strapi, { type, document }) => {
    await forgetNotices(strapi, { type, document });
    await forgetBuilds(strapi, document);
    await forgetKeys(strapi, { type, document });
  });

  // E-mails.
  afterEvent<ApprovalEvent, (typeof NOTIFIED)[number]>(strapi, 'notifications', NOTIFIED, onEntryEvent);

  // The audit record.
  onEvent<ApprovalEvent, EntryEvent['name']>(
    strapi,
    Object.keys(RECORDED) as EntryEvent['name'][],
    (_strapi, { name, actor, type, document, language, ministry, title, details }) =>
      recordEvent(strapi, {
        action: RECORDED[name] ?? name,
        actor,
        type,
        document,
        ...(language && { language }),
        ministry,
        ...(title !== undefined && { title }),
        ...(details && { details }),
      }),
  );
  onEvent<ApprovalEvent, 'ministry-step-on' | 'ministry-step-off'>(
    strapi,
    ['ministry-step-on', 'ministry-step-off'],
    (_strapi, { name, actor, ministry }) =>
      recordEvent(strapi, {
        action: name === 'ministry-step-on' ? 'ministry-step.on' : 'ministry-step.off',
        actor,
        ministry,
      }),
  );
}

/** What the audit record calls an event. That a step was switched says already what it passed on. */
const RECORDED: Readonly<Partial<Record<EntryEvent['name'], string>>> = {
  submitted: 'approval.submit',
  'taken-back': 'approval.take-back',
  agreed: 'approval.agree',
  returned: 'approval.return',
  approved: 'approval.approve',
  'schedule-cancelled': 'approval.cancel',
  'schedule-failed': 'approval.schedule-failed',
  live: 'approval.live',
  withdrawn: 'approval.withdraw',
  'notice-worded': 'approval.word-notice',
  'notice-removed': 'approval.remove-notice',
  unpublished: 'approval.unpublish',
  deleted: 'entry.delete',
  erased: ERASURE,
  proposed: 'approval.propose',
  'proposal-confirmed': 'approval.confirm',
  'proposal-declined': 'approval.decline',
  'proposal-taken-back': 'approval.proposal-taken-back',
  'proposal-lapsed': 'approval.proposal-lapsed',
};
