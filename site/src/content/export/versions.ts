import { locales, parentOf, types } from 'content-types';
import { type Checked, type CmsEntry, titleOf } from './check-entry.ts';
import { type EntryProblem, type ExcludedEntry, leaveOut } from './excluded-entries.ts';

/** Every published version as it was checked, by `<type> <document> <language>`. */
export type PublishedVersions = ReadonlyMap<string, Checked>;

/** How many versions there are of each type. */
export function countByType(versions: PublishedVersions): Map<string, number> {
  const counts = new Map<string, number>();
  for (const name of versions.keys()) {
    const type = name.slice(0, name.indexOf(' '));
    counts.set(type, (counts.get(type) ?? 0) + 1);
  }
  return counts;
}

/** What a site is made from, and what it has to stand without. The order of the versions changes nothing. */
export function contentOf(versions: PublishedVersions): { entries: CmsEntry[]; leftOut: ExcludedEntry[] } {
  const leftOut: ExcludedEntry[] = [];
  const byAddress = new Map<string, CmsEntry>();
  const without = (entry: CmsEntry, problem: EntryProblem) =>
    leftOut.push(leaveOut({ ...entry, title: titleOf(entry.type, entry.fields) }, problem));
  for (const { entry, leftOut: parts } of versions.values()) {
    leftOut.push(...parts);
    if (!entry) continue;
    const address = `${entry.locale} ${entry.type} ${entry.key}`;
    const other = byAddress.get(address);
    const [kept, left] = !other || entry.documentId < other.documentId ? [entry, other] : [other, entry];
    byAddress.set(address, kept);
    if (!left) continue;
    without(left, { code: 'name-taken', field: types[left.type].key ?? 'type', about: left.key });
  }
  // A page below another one has that one's address in its own, so without it it has none.
  for (const [address, entry] of byAddress) {
    const parent = parentOf(entry.type);
    if (parent?.kind !== 'child') continue;
    const key = String((entry.fields as Readonly<Record<string, unknown>>)[parent.field]);
    if (locales.some((locale) => byAddress.has(`${locale} ${parent.type} ${key}`))) continue;
    byAddress.delete(address);
    without(entry, { code: 'course-missing', field: parent.field, about: key });
  }
  return { entries: [...byAddress.values()], leftOut };
}
