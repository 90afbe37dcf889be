import type { Core } from '@strapi/strapi';
import { locales } from 'content-types';
import { type Designation, designationsOf, type Reader } from '../../access';
import { addressOf, type Case, maySee, readCase, titleOf } from '../../documents';
import type { EntryApproval, LanguageApproval } from '../api';
import { type LanguageCase, readLanguage } from '../context';
import { knownType, rulesFor } from '../decide';
import { refused } from '../messages';
import { pageProblemsOf } from '../page-check';
import { problemsOf } from '../problems';
import { proposalsOf } from '../proposals/view';
import { stepIsOn } from '../steps';
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
    languages.push({
      ...worded(one, names),
      title: titleOf(entry.type, one.versions.draft ?? one.versions.live),
      step: one.state === 'submitted' ? facts.step : null,
      actions: offersOf(one.state, who, facts),
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

/**
 * Reads a document that a person may see.
 * @throws NotFoundError, the same for what does not exist and for what is not theirs
 */
export async function readVisible(
  strapi: Core.Strapi,
  reader: Reader,
  typeName: string,
  document: string,
): Promise<Case> {
  const entry = await readCase(strapi, knownType(typeName), document);
  if (!entry || !maySee(reader, entry)) throw refused('unknown');
  return entry;
}

function worded(
  { language, state, draftDigest, facts, record, versions }: LanguageCase,
  names: ReadonlyMap<number, Designation>,
): Omit<LanguageApproval, 'title' | 'step' | 'actions' | 'problems' | 'path'> {
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
