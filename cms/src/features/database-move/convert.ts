/** What better-sqlite3 gives, integers as BigInt. */
export type StoredValue = null | string | number | bigint | Buffer;

/** A column of PostgreSQL, as its information_schema words it. */
export interface Column {
  readonly name: string;
  /** `timestamp without time zone` */
  readonly type: string;
  /** Characters that it takes at most; null without a limit. */
  readonly length: number | null;
}

/** A value that PostgreSQL does not take, in words that follow the name of its column. */
export class Unfit extends Error {}

/** https://www.postgresql.org/docs/current/datatype-numeric.html */
const RANGES: Readonly<Record<string, bigint>> = {
  smallint: 2n ** 15n,
  integer: 2n ** 31n,
  bigint: 2n ** 63n,
};
const NUMBERS = ['numeric', 'real', 'double precision'];
const TEXTS = ['text', 'character varying', 'character'];
const TIMES = ['time without time zone', 'time with time zone'];

/**
 * Words a value of SQLite as PostgreSQL reads it for a column of this type. SQLite's columns hold whatever was
 * put in: booleans as 0 and 1, moments as milliseconds since 1970, JSON as text.
 * @throws {Unfit} when it means nothing there
 */
export function convert(value: StoredValue, column: Column): string | null {
  if (value === null) return null;
  if (Buffer.isBuffer(value)) throw new Unfit('holds bytes, not text');
  const { type } = column;
  if (type === 'boolean') return yesOrNo(value);
  if (type.startsWith('timestamp')) return moment(value).toISOString();
  if (type === 'date') return typeof value === 'string' ? value : moment(value).toISOString().slice(0, 10);
  if (TIMES.includes(type)) return String(value);
  if (type === 'json' || type === 'jsonb') return json(value);
  if (TEXTS.includes(type)) return text(String(value), column);
  if (NUMBERS.includes(type)) return number(value);
  const range = RANGES[type];
  if (range !== undefined) return whole(value, range);
  throw new Unfit(`is of the type ${type}, which this command does not know`);
}

function yesOrNo(value: string | number | bigint): string {
  if (Number(value) === 1) return 'true';
  if (value !== '' && Number(value) === 0) return 'false';
  throw new Unfit('is neither yes nor no');
}

/** A text without a zone is SQLite's own, in UTC, as this process is. */
function moment(value: string | number | bigint): Date {
  const at = new Date(typeof value === 'string' ? value : Number(value));
  if (Number.isNaN(at.getTime())) throw new Unfit('is no moment');
  return at;
}

function whole(value: string | number | bigint, range: bigint): string {
  if (!/^-?\d+$/.test(String(value))) throw new Unfit('is no whole number');
  const exact = BigInt(value);
  if (exact >= range || exact < -range) throw new Unfit('is too large a number');
  return String(exact);
}

function number(value: string | number | bigint): string {
  if (value === '' || !Number.isFinite(Number(value))) throw new Unfit('is no number');
  return String(value);
}

function text(value: string, { length }: Column): string {
  if (value.includes('\0')) throw new Unfit('holds a NUL character, which PostgreSQL does not take');
  // PostgreSQL counts characters, JavaScript UTF-16.
  if (length !== null && value.length > length && [...value].length > length)
    throw new Unfit(`has more than ${length} characters`);
  return value;
}

function json(value: string | number | bigint): string {
  const words = String(value);
  let parsed: unknown;
  try {
    parsed = JSON.parse(words);
  } catch {
    throw new Unfit('is no JSON');
  }
  requireTexts(parsed);
  return words;
}

function requireTexts(value: unknown): void {
  if (typeof value === 'string') {
    if (value.includes('\0')) throw new Unfit('holds a NUL character, which PostgreSQL does not take');
    if (/\p{Surrogate}/u.test(value))
      throw new Unfit('holds half a character, which PostgreSQL does not take');
  } else if (typeof value === 'object' && value !== null) {
    for (const [name, inner] of Object.entries(value)) {
      requireTexts(name);
      requireTexts(inner);
    }
  }
}
