import type { Core } from '@strapi/strapi';
import type { ContentType, Locale } from 'content-types';
import { type ApprovalRecord, recordsOf } from '../documents/record';
import { ownerOf, type Version, type Versions, versionsOf } from '../documents/versions';
import type { State } from './api';
import { digestOf } from './digest';
import { type Facts, restingState } from './transitions';

/** All that there is to know of a document when something about it is decided. */
export interface Case {
  readonly type: ContentType;
  readonly document: string;
  /** Whose it is: as its drafts say, which move before what is live does. */
  readonly ministry: string | null;
  readonly languages: ReadonlyMap<Locale, Versions>;
  readonly records: ReadonlyMap<Locale, ApprovalRecord>;
}

/** One language of a document, with the digests of what is stored. */
export interface LanguageCase {
  readonly language: Locale;
  readonly versions: Versions;
  readonly record: ApprovalRecord | undefined;
  readonly draftDigest: string | null;
  readonly state: State;
  readonly facts: Pick<Facts, 'exists' | 'live' | 'changed' | 'anyLive' | 'noticed' | 'asSubmitted'>;
}

/** Reads a document; undefined where nothing of it is stored. */
export async function readCase(
  strapi: Core.Strapi,
  type: ContentType,
  document: string,
): Promise<Case | undefined> {
  const languages = await versionsOf(strapi, type, document);
  if (languages.size === 0) return undefined;
  const records = await recordsOf(strapi, document);
  const all = [...languages.values()];
  const owning: Version | undefined =
    all.find(({ draft }) => draft)?.draft ?? all.find(({ live }) => live)?.live;
  return { type, document, ministry: ownerOf(type, owning), languages, records };
}

/** Looks at one language of a document. */
export async function readLanguage(
  strapi: Core.Strapi,
  { type, languages, records }: Case,
  language: Locale,
): Promise<LanguageCase> {
  const versions = languages.get(language) ?? {};
  const record = records.get(language);
  const draftDigest = versions.draft ? await digestOf(strapi, type, versions.draft) : null;
  const liveDigest = versions.live && (record?.liveDigest ?? (await digestOf(strapi, type, versions.live)));
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
function stateOf(record: ApprovalRecord | undefined, facts: LanguageCase['facts']): State {
  const { state } = record ?? {};
  if (state === 'submitted' || state === 'approved') return state;
  if (state === 'returned' && (!facts.live || facts.changed)) return state;
  return restingState(facts);
}
