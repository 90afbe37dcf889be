import type { Core } from '@strapi/strapi';
import { recordEvent } from '../audit/record';
import { announce } from '../notifications/announce';
import type { About } from './decide';
import { titleOf } from './versions';

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
  await recordEvent(strapi, { action: `approval.${decision.action}`, ...subject, details: detailsOf(about) });
  const { action, comment, publishAt, note } = decision;
  if (action === 'approve' && about.who.author)
    await announce(strapi, { action: 'override', ...subject, comment: decision.override ?? '' });
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

function detailsOf({ language, decision, who }: About): Record<string, unknown> {
  const { action, note, comment, publishAt, override } = decision;
  return {
    ...(note && { comment: note }),
    ...(comment && { comment }),
    ...(action !== 'take-back' && { digest: language.draftDigest }),
    ...(action === 'approve' && { submittedAt: language.record?.submittedAt }),
    ...(publishAt && { publishAt: publishAt.toISOString() }),
    ...(action === 'approve' && who.author && { override }),
  };
}
