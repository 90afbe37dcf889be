import type { Reader } from '../access/reader';
import type { Case } from './context';
import { ownerOf } from './versions';

/** Whether a person may know of a document: an editor when all its drafts belong to their ministries. */
export function maySee({ actor, ministries }: Reader, { type, languages }: Case): boolean {
  if (actor.kind !== 'editor') return true;
  const all = [...languages.values()];
  const drafts = all.flatMap(({ draft }) => draft ?? []);
  const judged = drafts.length > 0 ? drafts : all.flatMap(({ live }) => live ?? []);
  return judged.every((version) => ministries.includes(ownerOf(type, version) ?? ''));
}
