import { locales, type NoticeLine, type RedirectLine, type TypeName } from 'content-types';
import { entryPath, localise } from './addresses.ts';
import type { Content, Entry } from './entry.ts';

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
  content: Content,
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

/** A renamed entry's addresses, then and now; a course's lessons move with it. */
function movesOf(content: Content, type: TypeName, from: string, to: string): Move[] {
  const entry = content.get(type, to);
  if (!entry) return [];
  const moves: Move[] = [[entryPath({ ...entry, key: from }), entry.path]];
  if (entry.type !== 'course') return moves;
  const lessons: readonly Entry<'lesson'>[] = content.referring('lesson', ['course'], entry.key);
  const before = (lesson: Entry<'lesson'>) =>
    entryPath({ ...lesson, fields: { ...lesson.fields, course: from } });
  return [...moves, ...lessons.map((lesson): Move => [before(lesson), lesson.path])];
}

function pathOf({ type, key, course }: NoticeLine): string | undefined {
  return entryPath({ type: type as TypeName, key, fields: { course } });
}
