import type { Core } from '@strapi/strapi';
import { emit } from '../../kernel/events/domain-events';
import { designationsOf, inWords } from '../access';
import { titleOf } from '../documents';
import type { About, Decision } from './decision';
import type { ApprovalEvent, EntryEvent } from './events';

/** What each decision is called once it was taken. */
const DONE = {
  submit: 'submitted',
  'take-back': 'taken-back',
  agree: 'agreed',
  return: 'returned',
  approve: 'approved',
  cancel: 'schedule-cancelled',
} as const satisfies Record<Decision['action'], EntryEvent['name']>;

/** Tells of a decision, in its transaction. */
export async function emitDecision(strapi: Core.Strapi, about: About): Promise<void> {
  const { entry, language, decision, reader, step } = about;
  const submittedBy = decision.action === 'submit' ? reader.actor.userId : language.record?.submittedBy;
  await emit<ApprovalEvent>(strapi, {
    name: DONE[decision.action],
    actor: reader.actor,
    type: entry.type.name,
    document: entry.document,
    language: language.language,
    ministry: entry.ministry,
    title: titleOf(entry.type, language.versions.draft) ?? '',
    ...(step !== null && { step }),
    ...(submittedBy && { submittedBy }),
    details: { ...detailsOf(about), ...(await overrideOf(strapi, decision)) },
  });
}

/** Both who are behind an override are named: whoever confirmed it acts, whoever asked stands in the details. */
async function overrideOf(strapi: Core.Strapi, { override }: Decision): Promise<object> {
  if (!override) return {};
  const asked = (await designationsOf(strapi, [override.by])).get(override.by);
  return { override: override.reason, askedBy: asked ? inWords(asked, 'en') : null };
}

function detailsOf({ language, decision }: About): Record<string, unknown> {
  const { action, note, comment, publishAt } = decision;
  return {
    ...(note && { comment: note }),
    ...(comment && { comment }),
    ...(action !== 'take-back' && { digest: language.draftDigest }),
    ...(action === 'approve' && { submittedAt: language.record?.submittedAt }),
    ...(publishAt && { publishAt: publishAt.toISOString() }),
  };
}
