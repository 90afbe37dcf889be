import type { IncomingHttpHeaders } from 'node:http';

/** What tells one state of a file from another. */
export interface Validators {
  /** Strong (RFC 9110, 8.8.1): what has it is the same byte for byte. */
  readonly etag: string;
  /** When it was written, in seconds since 1970. */
  readonly modified: number;
}

/** Positions of the first and the last byte that are sent. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

/** What the conditions of a GET or HEAD leave of it, in the order of RFC 9110, 13.2.2. */
export function statusByConditions(headers: IncomingHttpHeaders, { etag, modified }: Validators) {
  const match = headers['if-match'];
  if (match !== undefined) {
    if (match.trim() !== '*' && !tagsIn(match).includes(etag)) return 412;
  } else if (modified > secondsOf(headers['if-unmodified-since'])) return 412;
  const noneMatch = headers['if-none-match'];
  if (noneMatch !== undefined) {
    // A weak comparison: a proxy that packed what we sent has made the tag weak.
    const known = tagsIn(noneMatch).map((tag) => tag.replace(/^W\//, ''));
    return noneMatch.trim() === '*' || known.includes(etag) ? 304 : 200;
  }
  return modified <= secondsOf(headers['if-modified-since']) ? 304 : 200;
}

/**
 * The part of a file that a GET asks for (RFC 9110, 14). Undefined where all of it is to be sent: for
 * what is no range of bytes, for several at once, and where If-Range names another state of the file.
 */
export function rangeOf(
  { range, 'if-range': ifRange }: IncomingHttpHeaders,
  size: number,
  { etag, modified }: Validators,
): ByteRange | 'unsatisfiable' | undefined {
  const [, first, last, suffix] = /^bytes=\s*(?:(\d+)-(\d*)|-(\d+))\s*$/i.exec(range ?? '') ?? [];
  if (first === undefined && suffix === undefined) return undefined;
  if (typeof ifRange === 'string') {
    const same = ifRange.includes('"') ? ifRange.trim() === etag : secondsOf(ifRange) === modified;
    if (!same) return undefined;
  }
  if (suffix !== undefined) {
    const length = Math.min(Number(suffix), size);
    return length > 0 ? { start: size - length, end: size - 1 } : 'unsatisfiable';
  }
  const start = Number(first);
  const end = last ? Number(last) : Number.POSITIVE_INFINITY;
  if (end < start) return undefined;
  return start < size ? { start, end: Math.min(end, size - 1) } : 'unsatisfiable';
}

function tagsIn(list: string): string[] {
  return list.match(/(?:W\/)?"[^"]*"/g) ?? [];
}

/** A date of HTTP in seconds since 1970; NaN for what is none, which no comparison holds for. */
function secondsOf(date: string | undefined): number {
  if (!/^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)/.test(date ?? '')) return Number.NaN;
  // The oldest of the three forms names no time zone (RFC 9110, 5.6.7).
  return Date.parse(date?.endsWith('GMT') ? date : `${date} GMT`) / 1000;
}
