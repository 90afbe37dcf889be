import type { Core } from '@strapi/strapi';
import { designationsOf, inWords } from '../access/designation';
import { recordEvent } from '../audit/record';
import { titleOf } from '../documents/versions';
import { announce } from '../notifications/announce';
import type { About, Decision } from './decision';

/** Records a decision in the audit and tells those whom it concerns. */
export async function tell(strapi: Core.Strapi, about: About): Promise<void> {
  const { entry, language, decision, reader, step } = about;
  const title = titleOf(entry.type, language.versions.draft) ?? '';
  const subject = {
    actor: reader.actor,
    type: entry.type.name,
    document: entry.document,
    language: language.language,
    ministry: entry.ministry,
    title,
  };
  const details = { ...detailsOf(about), ...(await overrideOf(strapi, decision)) };
  await recordEvent(strapi, { action: `approval.${decision.action}`, ...subject, details });
  const { action, comment, publishAt, note } = decision;
  if (decision.override)
    await announce(strapi, { action: 'override', ...subject, comment: decision.override.reason });
  // What is approved for now is live in the same transaction, which is told by itself.
  if (action === 'take-back' || action === 'cancel' || (action === 'approve' && !publishAt)) return;
  const submittedBy = action === 'submit' ? reader.actor.userId : language.record?.submittedBy;
  await announce(strapi, {
    action,
    ...subject,
    ...(step !== null && { step }),
    ...(submittedBy && { submittedBy }),
    ...((comment ?? note) && { comment: comment ?? note }),
    ...(publishAt && { publishAt: publishAt.toISOString() }),
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
