import {
  entryPath,
  locales,
  localise,
  type NoticeLine,
  parentOf,
  type RedirectLine,
  type TypeName,
  typesBelow,
} from 'content-types';
import type { FieldOf } from './entry.ts';
import type { LocaleContent } from './queries.ts';

/** What stands at an address whose entry is there no more. */
export type Redirect =
  /** The entry's address now, without language. */
  | { readonly to: string }
  /** It was taken off the site, and why. */
  | { readonly withdrawn: NoticeLine };

interface Past {
  readonly redirects?: readonly RedirectLine[];
  readonly notices?: readonly NoticeLine[];
}

/**
 * Former addresses, without language, and what stands there. One that something else has taken since leads
 * nowhere else, and what is published again needs no notice.
 */
export function redirectsOf(
  content: LocaleContent,
  { redirects = [], notices = [] }: Past,
): ReadonlyMap<string, Redirect> {
  const found = new Map<string, Redirect>();
  const add = (path: string | undefined, what: Redirect) => {
    if (path && !path.includes('#') && !content.hasPath(path)) found.set(path, what);
  };
  for (const notice of notices) add(pathOf(notice), { withdrawn: notice });
  for (const { type, from, to } of redirects) {
    for (const [path, target] of movesOf(content, type as TypeName, from, to)) {
      if (target) add(path, { to: target });
    }
    const notice = notices.find((one) => one.type === type && one.key === to);
    const target = notice && pathOf(notice);
    if (target && found.has(target)) add(pathOf({ ...notice, key: from }), { to: target });
  }
  return found;
}

/** Moved addresses in each language, root-relative: old and new. */
export function redirectPairs(
  redirects: ReadonlyMap<string, Redirect>,
): (readonly [from: string, to: string])[] {
  return locales.flatMap((locale) =>
    [...redirects].flatMap(([from, what]) =>
      'to' in what ? [[localise(locale, from), localise(locale, what.to)] as const] : [],
    ),
  );
}

type Move = readonly [from: string | undefined, to: string | undefined];

/** A renamed entry's addresses, then and now; what stands below it moves with it. */
function movesOf(content: LocaleContent, type: TypeName, from: string, to: string): Move[] {
  const entry = content.get(type, to);
  if (!entry) return [];
  const moves: Move[] = [[entryPath({ ...entry, key: from }), entry.path]];
  const below = typesBelow(type, 'child').flatMap((child) => {
    const field = parentOf(child)?.field as FieldOf<typeof child>;
    return content.referring(child, [field], entry.key).map((one): Move => {
      const before = entryPath({ ...one, fields: { ...one.fields, [field]: from } });
      return [before, one.path];
    });
  });
  return [...moves, ...below];
}

function pathOf({ type, key, course }: NoticeLine): string | undefined {
  const parent = parentOf(type);
  return entryPath({ type: type as TypeName, key, fields: parent ? { [parent.field]: course } : {} });
}
