import type { Locale } from 'content-types';
import type { ApprovalContext, ApprovalRecord, State, Versions } from '../documents';
import { digestOf } from './digest';
import { type Facts, restingState } from './transitions';

/** One language of a document, with the digests of what is stored. */
export interface LanguageContext {
  readonly language: Locale;
  readonly versions: Versions;
  readonly record: ApprovalRecord | undefined;
  readonly draftDigest: string | null;
  readonly state: State;
  readonly facts: Pick<Facts, 'exists' | 'live' | 'changed' | 'anyLive' | 'noticed' | 'asSubmitted'>;
}

/** Looks at one language of a document. */
export function readLanguage(
  { type, languages, records }: ApprovalContext,
  language: Locale,
): LanguageContext {
  const versions = languages.get(language) ?? {};
  const record = records.get(language);
  const draftDigest = versions.draft ? digestOf(type, versions.draft) : null;
  const liveDigest = versions.live && (record?.liveDigest ?? digestOf(type, versions.live));
  const facts = {
    exists: versions.draft !== undefined,
    live: versions.live !== undefined,
    changed: draftDigest !== null && draftDigest !== liveDigest,
    anyLive: [...languages.values()].some(({ live }) => live),
    noticed: [...records.values()].some(({ withdrawnAt }) => withdrawnAt !== null),
    asSubmitted: record?.digest !== null && record?.digest === draftDigest,
  };
  return { language, versions, record, draftDigest, facts, state: stateOf(record, facts) };
}

/** What waits or was returned says so in its record; the rest shows in what is stored. */
function stateOf(record: ApprovalRecord | undefined, facts: LanguageContext['facts']): State {
  const { state } = record ?? {};
  if (state === 'submitted' || state === 'approved') return state;
  if (state === 'returned' && (!facts.live || facts.changed)) return state;
  return restingState(facts);
}
