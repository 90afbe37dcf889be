import type { Core } from '@strapi/strapi';
import { errors } from '@strapi/utils';
import { runAsSchedule } from '../../kernel/actor';
import { uidOf } from '../../kernel/content/references';
import { emit } from '../../kernel/events/domain-events';
import { every } from '../../kernel/jobs/run';
import {
  type ApprovalRecord,
  findRecords,
  lockDocument,
  readContext,
  recordsOf,
  saveRecord,
  versionsOf,
} from '../documents';
import { boundLanguages } from './bound-languages';
import { knownType } from './decide';
import { digestOf } from './digest';
import type { ApprovalEvent } from './events';
import { refusal } from './messages';
import { admitPages } from './page-check';
import { approverStands } from './publish-guard';
import { WHEN_DUE } from './transitions';

/** Puts live what was approved for a time that has come. */
export function publishOnSchedule(strapi: Core.Strapi): void {
  every(strapi, {
    name: 'approval: publish what is due',
    seconds: 5,
    lease: 120,
    work: (signal) => publishDue(strapi, signal),
  });
}

/**
 * Publishes everything that is due, each in a transaction of its own. What may not go live any more
 * goes back with the reason; what merely failed, as when the database is away, comes round again.
 */
export async function publishDue(strapi: Core.Strapi, signal?: AbortSignal): Promise<void> {
  const now = new Date().toISOString();
  for (const record of await findRecords(strapi, { state: 'approved', publishAt: { $lte: now } })) {
    if (signal?.aborted) return;
    // One that fails holds up none of the others.
    await runAsSchedule(() => publishOne(strapi, record)).catch((error: Error) =>
      strapi.log.error(`${record.type} ${record.document} (${record.language}) is due: ${error.message}`),
    );
  }
}

async function publishOne(strapi: Core.Strapi, record: ApprovalRecord): Promise<void> {
  try {
    // Something that it shows, or is shown by, may have changed since it was approved.
    for (const { type, document, language, digest } of await dueTogether(strapi, record)) {
      const draft = (await versionsOf(strapi, knownType(type), document)).get(language)?.draft;
      const isApproved = draft && digest !== null && digestOf(knownType(type), draft) === digest;
      if (isApproved) await admitPages(strapi, knownType(type), draft, digest);
    }
    await whileDue(strapi, record, async (due) => {
      const languages = (await dueTogether(strapi, due)).map(({ language }) => language);
      const documents = strapi.documents(uidOf(knownType(due.type)));
      await documents.publish({ documentId: due.document, locale: languages as never });
    });
  } catch (error) {
    if (!(error instanceof errors.ApplicationError)) throw error;
    await whileDue(strapi, record, (due) => giveBack(strapi, due, error.message));
  }
}

/** A record that is due with those of the languages that can only go live together with it and are due too. */
async function dueTogether(strapi: Core.Strapi, record: ApprovalRecord): Promise<ApprovalRecord[]> {
  const entry = await readContext(strapi, knownType(record.type), record.document);
  const bound = entry ? boundLanguages(entry, record.language) : [];
  const others = bound.flatMap(({ language }) => entry?.records.get(language) ?? []);
  return [record, ...others.filter(isDue)];
}

const isDue = ({ state, publishAt }: ApprovalRecord) =>
  state === 'approved' && publishAt !== null && new Date(publishAt) <= new Date();

/** Does something with a record unless somebody else, here or on another instance, was quicker. */
async function whileDue(
  strapi: Core.Strapi,
  { type, document, language }: ApprovalRecord,
  work: (due: ApprovalRecord) => Promise<void>,
): Promise<void> {
  await strapi.db.transaction(async ({ trx }) => {
    await lockDocument(strapi, type, document, trx);
    const now = (await recordsOf(strapi, document)).get(language);
    if (now && isDue(now)) await work(now);
  });
}

/** An approval that does not stand needs another one; content that cannot go live needs its author. */
async function giveBack(strapi: Core.Strapi, record: ApprovalRecord, reason: string): Promise<void> {
  const { type, document, language, ministry, submittedBy } = record;
  const title = record.title ?? '';
  const outcome = (await approverStands(strapi, record)) ? 'content-refused' : 'approver-gone';
  const { text } = outcome === 'approver-gone' ? refusal(outcome) : refusal(outcome, { reason });
  const state = WHEN_DUE[outcome];
  await saveRecord(strapi, record, {
    type,
    document,
    language,
    state,
    step: state === 'submitted' ? 'moderator' : null,
    comment: text,
    decidedBy: null,
    decidedAt: null,
    publishAt: null,
    overrideReason: null,
    overrideBy: null,
  });
  await emit<ApprovalEvent>(strapi, {
    name: 'schedule-failed',
    actor: { kind: 'schedule' },
    type,
    document,
    language,
    ministry,
    title,
    details: { comment: text },
    ...(state === 'submitted' && { step: 'moderator' }),
    ...(submittedBy !== null && { submittedBy }),
    ...(record.decidedBy !== null && { decidedBy: record.decidedBy }),
  });
}
