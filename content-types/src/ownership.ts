import type { ContentType } from './model/define.ts';

/** A stored version of a document, as far as it says whose the document is. */
export interface OwnedVersion {
  /** Null in a draft. */
  readonly publishedAt: unknown;
  readonly [attribute: string]: unknown;
}

/** Whom one version names as its owner; null where it names nobody, or moderators keep the type. */
export function ownerOf(
  type: ContentType,
  version: Readonly<Record<string, unknown>> | undefined,
): string | null {
  const owner = type.owner === undefined ? undefined : version?.[type.owner];
  return typeof owner === 'string' && owner !== '' ? owner : null;
}

/**
 * Whose a document is, from what is stored of it in all languages: each owner once, sorted, and null for
 * a version that names nobody. The drafts decide over what is live: an entry that moves belongs where
 * it goes even before that is published. Empty where nothing is stored, or moderators keep the type.
 */
export function documentOwners(type: ContentType, versions: readonly OwnedVersion[]): (string | null)[] {
  if (type.owner === undefined) return [];
  const drafts = versions.filter(({ publishedAt }) => publishedAt === null);
  const judged = drafts.length > 0 ? drafts : versions;
  return [...new Set(judged.map((version) => ownerOf(type, version)))].sort();
}

/** The one owner of a document; null where it has none, or its languages name several. */
export function documentOwner(type: ContentType, versions: readonly OwnedVersion[]): string | null {
  const [owner = null, ...others] = documentOwners(type, versions);
  return others.length === 0 ? owner : null;
}

/**
 * Whether somebody who may act for the codes in `scope` may act on a document of these owners: on all of
 * it or not at all. What has no owner is nobody's.
 */
export function ownsAll(scope: readonly string[], owners: readonly (string | null)[]): boolean {
  return owners.length > 0 && owners.every((owner) => owner !== null && scope.includes(owner));
}
