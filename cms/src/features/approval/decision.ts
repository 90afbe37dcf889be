import type { Locale } from 'content-types';
import type { Reader } from '../access';
import type { ApprovalContext, State, Step } from '../documents';
import type { Action } from './api';
import type { LanguageContext } from './context';

import type { PersonInEntry } from './transitions';

/** A person's decision about one language of a document. */
export interface Decision {
  readonly action: Exclude<Action, 'withdraw' | 'unpublish' | 'erase'>;
  readonly type: string;
  readonly document: string;
  readonly language: Locale;
  /** The digest of the draft that they looked at. */
  readonly digest?: string | undefined;
  /** The digests of the other languages' drafts that they looked at, where these go together with this one. */
  readonly also?: Partial<Record<Locale, string>> | undefined;
  readonly note?: string | undefined;
  readonly comment?: string | undefined;
  readonly publishAt?: Date | undefined;
  /** The reason of an override, and who asked for it; only a confirmed proposal brings one. */
  readonly override?: { readonly reason: string; readonly by: number } | undefined;
}

/** A decision with all that it was judged by. */
export interface About {
  readonly reader: Reader;
  readonly entry: ApprovalContext;
  readonly language: LanguageContext;
  readonly decision: Decision;
  readonly who: PersonInEntry;
  readonly state: State;
  readonly step: Step | null;
}
