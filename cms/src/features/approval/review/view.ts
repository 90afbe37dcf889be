import type { Core } from '@strapi/strapi';
import { locales } from 'content-types';
import { type Designation, designationsOf, type Reader } from '../../access';
import { type ApprovalContext, addressOf, maySee, readContext, titleOf } from '../../documents';
import type { ActionOffer, EntryApproval, LanguageApproval, Message } from '../api';
import { boundLanguages } from '../bound-languages';
import { type LanguageContext, readLanguage } from '../context';
import { knownType, rulesFor } from '../decide';
import { refusal, refused } from '../messages';
import { pageProblemsOf } from '../page-check';
import { problemsOf } from '../problems';
import { proposalsOf } from '../proposals/view';
import { stepIsOn } from '../steps';
import { act } from '../transitions';
import { offersOf } from './offers';

/**
 * Where a document stands, as one person may see it.
 * @throws NotFoundError, the same for what does not exist and for what is not theirs
 */
export async function entryApproval(
  strapi: Core.Strapi,
  reader: Reader,
  typeName: string,
  document: string,
): Promise<EntryApproval> {
  const entry = await readVisible(strapi, reader, typeName, document);
  const people = [...entry.records.values()].flatMap((one) => [
    one.submittedBy,
    one.agreedBy,
    one.decidedBy,
    one.overrideBy,
  ]);
  const names = await designationsOf(strapi, people);
  const languages: LanguageApproval[] = [];
  for (const language of locales) {
    const one = readLanguage(entry, language);
    const { who, facts } = await rulesFor(strapi, reader, entry, one);
    const bound: LanguageContext[] = [];
    for (const other of boundLanguages(entry, language)) bound.push(readLanguage(entry, other.language));
    const offers = offersOf(one.state, who, facts);
    languages.push({
      ...worded(one, names),
      together: bound.map(({ language: other, draftDigest }) => ({ language: other, digest: draftDigest })),
      title: titleOf(entry.type, one.versions.draft ?? one.versions.live),
      step: one.state === 'submitted' ? facts.step : null,
      actions: await Promise.all(offers.map((offer) => offerWith(strapi, reader, entry, offer, bound))),
      problems: [...(await problemsOf(strapi, entry, language)), ...pageProblemsOf(one.draftDigest)],
      path: await addressOf(strapi, entry, language),
    });
  }
  const { ministry } = entry;
  return {
    type: typeName,
    document,
    ministry,
    ministryStep: await stepIsOn(strapi, ministry),
    languages,
    proposals: await proposalsOf(strapi, reader, entry),
  };
}

/** What may be done with a language that can only go live together with others: approved with all of them. */
async function offerWith(
  strapi: Core.Strapi,
  reader: Reader,
  entry: ApprovalContext,
  offer: ActionOffer,
  bound: readonly LanguageContext[],
): Promise<ActionOffer> {
  if (offer.action !== 'approve' || !offer.allowed) return offer;
  for (const other of bound) {
    const { language } = other;
    const not = (reason: Message) => ({ action: offer.action, allowed: false, reason });
    if (other.state !== 'submitted') return not(refusal('shared-not-submitted', { language }));
    const { who, facts } = await rulesFor(strapi, reader, entry, other);
    const outcome = act(other.state, 'approve', who, facts, {
      sawDraft: true,
      override: offer.asks === true,
    });
    if ('refused' in outcome) return not(refusal(outcome.refused, { inLanguage: language }));
  }
  return offer;
}

/**
 * Reads a document that a person may see.
 * @throws NotFoundError, the same for what does not exist and for what is not theirs
 */
export async function readVisible(
  strapi: Core.Strapi,
  reader: Reader,
  typeName: string,
  document: string,
): Promise<ApprovalContext> {
  const entry = await readContext(strapi, knownType(typeName), document);
  if (!entry || !maySee(reader, entry)) throw refused('unknown');
  return entry;
}

function worded(
  { language, state, draftDigest, facts, record, versions }: LanguageContext,
  names: ReadonlyMap<number, Designation>,
): Omit<LanguageApproval, 'together' | 'title' | 'step' | 'actions' | 'problems' | 'path'> {
  const name = (id: number | null | undefined) => (typeof id === 'number' ? (names.get(id) ?? null) : null);
  return {
    language,
    exists: facts.exists,
    state,
    digest: draftDigest,
    submittedBy: name(record?.submittedBy),
    submittedAt: record?.submittedAt ?? null,
    note: record?.note ?? null,
    agreedBy: name(record?.agreedBy),
    agreedAt: record?.agreedAt ?? null,
    decidedBy: name(record?.decidedBy),
    decidedAt: record?.decidedAt ?? null,
    comment: record?.comment ?? null,
    publishAt: record?.publishAt ?? null,
    // What went live before there were records says so itself.
    liveSince: record?.liveSince ?? versions.live?.publishedAt ?? null,
    overrideReason: record?.overrideReason ?? null,
    overrideBy: name(record?.overrideBy),
    notice: record?.notice ?? null,
  };
}
