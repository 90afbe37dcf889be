import { createHash } from 'node:crypto';
import { type Locale, locales } from 'content-types';
import type { ApprovalContext } from '../../documents';
import type { ProposalKind } from '../api';
import { boundLanguages } from '../bound-languages';
import { readLanguage } from '../context';
import { canonical } from '../digest';

/**
 * Names what a proposal is about as it stands now: SHA-256 (FIPS 180-4, hex). A proposal holds as long as
 * this is what it was when it was made. Undefined where there is nothing to propose this for.
 */
export function subjectDigest(
  kind: ProposalKind,
  entry: ApprovalContext,
  language: Locale | null,
): string | undefined {
  const facts = SUBJECTS[kind](entry, language);
  return facts && createHash('sha256').update(canonical({ kind, facts })).digest('hex');
}

type Subject = (entry: ApprovalContext, language: Locale | null) => object | undefined;

/** The notice that stands at the address, and since when. */
const noticeThere: Subject = ({ records }) => {
  const standing = [...records.values()].filter(({ withdrawnAt }) => withdrawnAt !== null);
  if (standing.length === 0) return undefined;
  return standing.map(({ language, notice, withdrawnAt }) => ({
    language,
    notice,
    withdrawnAt: momentOf(withdrawnAt),
  }));
};

const SUBJECTS: Record<ProposalKind, Subject> = {
  notice: noticeThere,
  'notice-removal': noticeThere,

  /** What was submitted, and when: submitted again, it needs to be asked for again. */
  override(entry, language) {
    if (language === null) return undefined;
    const submitted = (one: Locale) => {
      const { state, draftDigest, record } = readLanguage(entry, one);
      return state === 'submitted' ? { draftDigest, submittedAt: momentOf(record?.submittedAt) } : undefined;
    };
    const main = submitted(language);
    const bound = boundLanguages(entry, language);
    if (!main || bound.length === 0) return main;
    return { ...main, also: bound.map((one) => ({ language: one.language, ...submitted(one.language) })) };
  },

  /** All that is stored of it. What the site always has, and what everything else belongs to, stays. */
  erase(entry) {
    if (entry.type.single || entry.type.name === 'ministry') return undefined;
    const all = locales.map((language) => readLanguage(entry, language));
    return all.map(({ language, state, draftDigest, record }) => ({
      language,
      state,
      draftDigest,
      liveDigest: record?.liveDigest ?? null,
    }));
  },
};

/** One wording of a moment: the databases give a text or a date. */
const momentOf = (at: string | null | undefined) => (at ? new Date(at).toISOString() : null);
