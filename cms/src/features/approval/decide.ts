import type { Core } from '@strapi/strapi';
import { type ContentType, type Locale, locales, typeByName } from 'content-types';
import { uidOf } from '../../kernel/content/references';
import { approversOf, type Reader } from '../access';
import {
  type ApprovalContext,
  lockDocument,
  maySee,
  NOTHING_SUBMITTED,
  type RecordData,
  readContext,
  saveRecord,
  titleOf,
  type Version,
  writersOf,
} from '../documents';
import { boundLanguages } from './bound-languages';
import { type LanguageContext, readLanguage } from './context';
import type { About, Decision } from './decision';
import { emitDecision } from './emit-decision';
import { refused } from './messages';
import { admitPages } from './page-check';
import { personIn } from './people';
import { problemsOf } from './problems';
import { stepIsOn } from './steps';
import { act, type Choice, type Facts, type PersonInEntry } from './transitions';

/**
 * Does what a person decided, if the rules allow it: record, audit event, e-mails and, for an approval
 * without a later time, the publish are one transaction. Languages that can only go live together are
 * decided on together.
 * @returns the languages that were decided on
 * @throws PolicyError, ValidationError or NotFoundError with the refusal's code in its details
 */
export async function decide(strapi: Core.Strapi, reader: Reader, decision: Decision): Promise<Locale[]> {
  await checkPages(strapi, reader, decision);
  return decideChecked(strapi, reader, decision);
}

/**
 * Has the site's code look at the draft that is about to be submitted or approved; never in a transaction.
 * @throws ValidationError naming what is wrong
 */
export async function checkPages(strapi: Core.Strapi, reader: Reader, decision: Decision): Promise<void> {
  const type = knownType(decision.type);
  const others = locales.flatMap((language) =>
    decision.also?.[language] ? inLanguage(decision, language) : [],
  );
  for (const one of [decision, ...others]) {
    const draft = await draftToCheck(strapi, reader, type, one);
    if (draft && one.digest !== undefined) await admitPages(strapi, type, draft, one.digest);
  }
}

/** The same decision about another language. */
const inLanguage = (decision: Decision, language: Locale): Decision => ({
  ...decision,
  language,
  digest: decision.also?.[language],
});

/** Does what was decided, once its pages were checked; joins the transaction that is open. */
export async function decideChecked(
  strapi: Core.Strapi,
  reader: Reader,
  decision: Decision,
): Promise<Locale[]> {
  const type = knownType(decision.type);
  return strapi.db.transaction(async ({ trx }) => {
    const entry = await openContext(strapi, reader, type, decision.document, trx);
    const all = [await judge(strapi, reader, entry, decision)];
    for (const other of togetherWith(entry, decision))
      all.push(await judge(strapi, reader, entry, other, decision.language));
    for (const about of all) {
      await saveRecord(strapi, about.language.record, newRecord(about));
      await emitDecision(strapi, about);
    }
    const languages = all.map(({ language }) => language.language);
    if (decision.action === 'approve' && !decision.publishAt)
      await strapi
        .documents(uidOf(type))
        .publish({ documentId: decision.document, locale: languages as never });
    return languages;
  });
}

/**
 * A decision about one language with all that it is judged by.
 * @param main the language that was decided on first, where this one goes together with it
 * @throws PolicyError or ValidationError unless the rules allow it
 */
export async function judge(
  strapi: Core.Strapi,
  reader: Reader,
  entry: ApprovalContext,
  decision: Decision,
  main = decision.language,
): Promise<About> {
  const language = readLanguage(entry, decision.language);
  const { who, facts } = await rulesFor(strapi, reader, entry, language);
  const outcome = act(language.state, decision.action, who, facts, choiceOf(decision, language));
  if (!('refused' in outcome))
    return { reader, entry, language, decision, who, state: outcome.to, step: outcome.step };
  throw refused(outcome.refused, {
    problems: await problemText(strapi, entry, decision.language),
    ...(decision.language !== main && { inLanguage: decision.language }),
  });
}

/**
 * The decisions about other languages that this one brings with it. What is approved must not leave the
 * live languages disagreeing, so it is approved with all that are bound to it or not at all; what is
 * submitted, agreed to or returned takes those along that are sent with it.
 * @throws PolicyError naming the languages that are missing
 */
export function togetherWith(entry: ApprovalContext, decision: Decision): Decision[] {
  const { action, also = {} } = decision;
  if (action === 'take-back' || action === 'cancel') return [];
  const together: Decision[] = [];
  for (const { language } of boundLanguages(entry, decision.language)) {
    const { state, record } = readLanguage(entry, language);
    if (action === 'approve' && state !== 'submitted') throw refused('shared-not-submitted', { language });
    if (action === 'approve' && also[language] === undefined) throw refused('shared-together', { language });
    const waits = state === 'submitted' || state === 'approved';
    const isConcerned =
      action === 'submit'
        ? !waits
        : state === 'submitted' && (action !== 'agree' || record?.step === 'ministry');
    if (also[language] !== undefined && isConcerned) together.push(inLanguage(decision, language));
  }
  return together;
}

/** The draft that somebody looked at and that the site's code has to look at: nobody makes it work for what is refused anyway. */
async function draftToCheck(
  strapi: Core.Strapi,
  reader: Reader,
  type: ContentType,
  decision: Decision,
): Promise<Version | undefined> {
  if (decision.action !== 'submit' && decision.action !== 'approve') return undefined;
  const entry = await readContext(strapi, type, decision.document);
  if (!entry || !maySee(reader, entry)) return undefined;
  const language = readLanguage(entry, decision.language);
  if (language.draftDigest !== decision.digest) return undefined;
  const { who, facts } = await rulesFor(strapi, reader, entry, language);
  const outcome = act(language.state, decision.action, who, facts, choiceOf(decision, language));
  return 'refused' in outcome ? undefined : language.versions.draft;
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
export async function openContext(
  strapi: Core.Strapi,
  reader: Reader,
  type: ContentType,
  document: string,
  trx: Parameters<typeof lockDocument>[3],
): Promise<ApprovalContext> {
  await lockDocument(strapi, type.name, document, trx);
  const entry = await readContext(strapi, type, document);
  if (!entry || !maySee(reader, entry)) throw refused('unknown');
  return entry;
}

/** What the pure rules want to know of a person and one language of a document. */
export async function rulesFor(
  strapi: Core.Strapi,
  reader: Reader,
  entry: ApprovalContext,
  { language, versions, record, facts }: LanguageContext,
): Promise<{ who: PersonInEntry; facts: Facts }> {
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

function choiceOf({ digest, publishAt, override }: Decision, { draftDigest }: LanguageContext): Choice {
  return {
    sawDraft: digest !== undefined && digest === draftDigest,
    ...(publishAt && { publishAt: publishAt.getTime() > Date.now() ? 'future' : 'past' }),
    override: override !== undefined,
  };
}

async function problemText(strapi: Core.Strapi, entry: ApprovalContext, language: Locale): Promise<string> {
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
