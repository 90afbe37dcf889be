import type { Core } from '@strapi/strapi';
import { type ContentType, type Locale, typeByName } from 'content-types';
import { uidOf } from '../../kernel/content/references';
import { approversOf, type Reader } from '../access';
import {
  type Case,
  lockDocument,
  maySee,
  NOTHING_SUBMITTED,
  type RecordData,
  readCase,
  saveRecord,
  titleOf,
  writersOf,
} from '../documents';
import { type LanguageCase, readLanguage } from './context';
import type { About, Decision } from './decision';
import { emitDecision } from './emit-decision';
import { refused } from './messages';
import { admitPages } from './page-check';
import { personIn } from './people';
import { problemsOf } from './problems';
import { stepIsOn } from './steps';
import { act, type Choice, type Facts, type Person } from './transitions';

/**
 * Does what a person decided, if the rules allow it: record, audit event, e-mails and, for an approval
 * without a later time, the publish are one transaction.
 * @throws PolicyError, ValidationError or NotFoundError with the refusal's code in its details
 */
export async function decide(strapi: Core.Strapi, reader: Reader, decision: Decision): Promise<void> {
  await checkPages(strapi, reader, decision);
  await decideChecked(strapi, reader, decision);
}

/**
 * Has the site's code look at the draft that is about to be submitted or approved; never in a transaction.
 * @throws ValidationError naming what is wrong
 */
export async function checkPages(strapi: Core.Strapi, reader: Reader, decision: Decision): Promise<void> {
  const type = knownType(decision.type);
  const { document, language, digest } = decision;
  if (digest !== undefined && (await needsPages(strapi, reader, type, decision)))
    await admitPages(strapi, type, { document, language, digest });
}

/** Does what was decided, once its pages were checked; joins the transaction that is open. */
export async function decideChecked(strapi: Core.Strapi, reader: Reader, decision: Decision): Promise<void> {
  const type = knownType(decision.type);
  await strapi.db.transaction(async ({ trx }) => {
    const entry = await openCase(strapi, reader, type, decision.document, trx);
    const language = readLanguage(entry, decision.language);
    const { who, facts } = await rulesFor(strapi, reader, entry, language);
    const outcome = act(language.state, decision.action, who, facts, choiceOf(decision, language));
    if ('refused' in outcome)
      throw refused(outcome.refused, { problems: await problemText(strapi, entry, decision.language) });
    const about = { reader, entry, language, decision, who, state: outcome.to, step: outcome.step };
    await saveRecord(strapi, language.record, newRecord(about));
    await emitDecision(strapi, about);
    if (outcome.to === 'approved' && !decision.publishAt) {
      await strapi
        .documents(uidOf(type))
        .publish({ documentId: decision.document, locale: decision.language });
    }
  });
}

/** Whether the site's code has to look at a draft before this is decided: nobody makes it work for what is refused anyway. */
async function needsPages(
  strapi: Core.Strapi,
  reader: Reader,
  type: ContentType,
  decision: Decision,
): Promise<boolean> {
  if (decision.action !== 'submit' && decision.action !== 'approve') return false;
  const entry = await readCase(strapi, type, decision.document);
  if (!entry || !maySee(reader, entry)) return false;
  const language = readLanguage(entry, decision.language);
  const { who, facts } = await rulesFor(strapi, reader, entry, language);
  return !('refused' in act(language.state, decision.action, who, facts, choiceOf(decision, language)));
}

/** @throws NotFoundError for what is no type of ours */
export function knownType(name: string): ContentType {
  const type = typeByName(name);
  if (!type) throw refused('unknown');
  return type;
}

/**
 * Locks and reads a document that a person may see.
 * @throws NotFoundError, the same for what does not exist and for what is not theirs
 */
export async function openCase(
  strapi: Core.Strapi,
  reader: Reader,
  type: ContentType,
  document: string,
  trx: Parameters<typeof lockDocument>[3],
): Promise<Case> {
  await lockDocument(strapi, type.name, document, trx);
  const entry = await readCase(strapi, type, document);
  if (!entry || !maySee(reader, entry)) throw refused('unknown');
  return entry;
}

/** What the pure rules want to know of a person and one language of a document. */
export async function rulesFor(
  strapi: Core.Strapi,
  reader: Reader,
  entry: Case,
  { language, versions, record, facts }: LanguageCase,
): Promise<{ who: Person; facts: Facts }> {
  const { ministry } = entry;
  const problems = await problemsOf(strapi, entry, language);
  const writers = writersOf(record, versions);
  const submittedBy = record?.submittedBy ?? null;
  const ministryStep = await stepIsOn(strapi, ministry);
  const approvers = ministryStep && ministry !== null ? await approversOf(strapi, ministry) : [];
  return {
    who: personIn(reader, ministry, { submittedBy, writers }),
    facts: {
      ...facts,
      // A step that was switched off holds nobody up.
      step: record?.step === 'ministry' && !ministryStep ? 'moderator' : (record?.step ?? null),
      complete: !problems.some(({ blocking }) => blocking),
      ministryStep,
      approverThere: approvers.some((id) => id !== reader.actor.userId && !writers.includes(id)),
    },
  };
}

function choiceOf({ digest, publishAt, override }: Decision, { draftDigest }: LanguageCase): Choice {
  return {
    sawDraft: digest !== undefined && digest === draftDigest,
    ...(publishAt && { publishAt: publishAt.getTime() > Date.now() ? 'future' : 'past' }),
    override: override !== undefined,
  };
}

async function problemText(strapi: Core.Strapi, entry: Case, language: Locale): Promise<string> {
  const blocking = (await problemsOf(strapi, entry, language)).filter((problem) => problem.blocking);
  return blocking.map(({ text }) => text).join('; ');
}

function newRecord(about: About): Parameters<typeof saveRecord>[2] {
  const { entry, language, state, step } = about;
  return {
    type: entry.type.name,
    document: entry.document,
    language: language.language,
    ministry: entry.ministry,
    title: titleOf(entry.type, language.versions.draft),
    writers: writersOf(language.record, language.versions),
    ...changed(about),
    state,
    step,
  };
}

/** What an action writes into the record besides the state. */
function changed({ reader, language, decision }: About): Partial<RecordData> {
  const now = new Date().toISOString();
  const { userId } = reader.actor;
  switch (decision.action) {
    case 'submit':
      return {
        ...NOTHING_SUBMITTED,
        digest: language.draftDigest,
        note: decision.note ?? null,
        comment: null,
        submittedBy: userId,
        submittedAt: now,
      };
    case 'take-back':
      return NOTHING_SUBMITTED;
    case 'agree':
      return { agreedBy: userId, agreedAt: now, comment: decision.comment ?? null };
    case 'return':
      return { decidedBy: userId, decidedAt: now, comment: decision.comment ?? null };
    case 'approve':
      return {
        decidedBy: userId,
        decidedAt: now,
        publishAt: decision.publishAt?.toISOString() ?? null,
        overrideReason: decision.override?.reason ?? null,
        overrideBy: decision.override?.by ?? null,
      };
    case 'cancel':
      return { decidedBy: null, decidedAt: null, publishAt: null, overrideReason: null, overrideBy: null };
  }
}
