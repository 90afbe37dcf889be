/**
 * One page of a list that stands newest first. The newest page has no number; the older ones are
 * numbered from the oldest, so that what is added touches the newest page and no other.
 */
export interface ListPage<T> {
  readonly items: readonly T[];
  /** Undefined for the newest page. */
  readonly number: number | undefined;
  /** Whether there is a page of older entries, and which; the newest page's `newer` is undefined. */
  readonly older: number | undefined;
  readonly newer: number | 'newest' | undefined;
}

/**
 * Entries on an older page; the newest one holds up to twice as many, less one. With 400 characters of
 * summary each, a page stays under 14,000 bytes.
 */
const SIZE = 10;

/** Divides a list, newest first, into its pages, newest first. An empty list has one empty page. */
export function paginate<T>(items: readonly T[]): ListPage<T>[] {
  const olds = Math.max(0, Math.floor(items.length / SIZE) - 1);
  const newest: ListPage<T> = {
    items: items.slice(0, items.length - olds * SIZE),
    number: undefined,
    older: olds || undefined,
    newer: undefined,
  };
  const pages = Array.from({ length: olds }, (_, index): ListPage<T> => {
    const number = olds - index;
    const end = items.length - (number - 1) * SIZE;
    return {
      items: items.slice(end - SIZE, end),
      number,
      older: number - 1 || undefined,
      newer: number === olds ? 'newest' : number + 1,
    };
  });
  return [newest, ...pages];
}

/** The address of a page of a list. */
export function pagePath(first: string, number: number | undefined): string {
  return number === undefined ? first : `${first}page/${number}/`;
}
