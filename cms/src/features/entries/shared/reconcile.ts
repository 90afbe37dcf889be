import type { Fields } from 'content-types';
import { type SharedLeaf, sharedLeaves } from './leaves';
import { takeOver } from './take-over';
import { comparable, isSame, type SharedValues, storable } from './values';

/** What is stored of one language. */
export interface StoredLanguage {
  readonly draft: SharedValues;
  readonly live: SharedValues | undefined;
}

/** A shared field in which two drafts disagreed. */
export interface Disagreement extends Pick<SharedLeaf, 'path' | 'labels'> {
  readonly values: readonly [unknown, unknown];
  readonly kept: unknown;
}

/** What two drafts need to be given to agree; undefined where a draft stays as it is. */
export interface Reconciled {
  readonly data: readonly [SharedValues | undefined, SharedValues | undefined];
  readonly disagreements: readonly Disagreement[];
}

/**
 * Makes two languages' drafts agree on what they share, part by part, by one rule: a value that was changed
 * since its language was last live is the newest, and holds unless the other was changed too; else the
 * first language's holds, or the only one that there is. Nothing that is live is looked at otherwise.
 */
export function reconcile(fields: Fields, first: StoredLanguage, second: StoredLanguage): Reconciled {
  const [one, other] = [structuredClone(first.draft), structuredClone(second.draft)];
  const disagreements: Disagreement[] = [];
  for (const { field, name, path, labels, holders } of sharedLeaves(fields, [
    one,
    other,
    first.live,
    second.live,
  ])) {
    const [a, b, liveA, liveB] = holders;
    if (!a || !b || isSame(field, a[name], b[name])) continue;
    const isChanged = (draft: SharedValues, live: SharedValues | undefined) =>
      !!live && !isSame(field, draft[name], live[name]);
    const onlySecond = isChanged(b, liveB) && !isChanged(a, liveA);
    const onlyFirst = isChanged(a, liveA) && !isChanged(b, liveB);
    const winner = onlySecond || (!onlyFirst && storable(field, a[name]) === null) ? b : a;
    const values = [comparable(field, a[name]), comparable(field, b[name])] as const;
    disagreements.push({ path, labels, values, kept: comparable(field, winner[name]) });
    for (const holder of [a, b]) (holder as Record<string, unknown>)[name] = winner[name];
  }
  return {
    data: [
      takeOver(fields, { was: one, is: one }, first.draft),
      takeOver(fields, { was: other, is: other }, second.draft),
    ],
    disagreements,
  };
}
