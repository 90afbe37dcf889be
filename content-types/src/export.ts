import { z } from 'zod';

/**
 * The export that the site is built from: NDJSON (https://github.com/ndjson/ndjson-spec), one
 * `header`, any number of `entry` and `redirect` lines, one `end`. An export without its `end`, or
 * whose counts differ, is short and must not be built from.
 */
export const EXPORT_FORMAT = 1;

export const headerLine = z.object({
  line: z.literal('header'),
  format: z.literal(EXPORT_FORMAT),
  /** The state of the outbox when the export began; see `revision` in the CMS's publication room. */
  revision: z.string(),
  /** Number of `entry` lines by type. */
  counts: z.record(z.string(), z.int().min(0)),
  /** SHA-256 (hex) of `<type>/<key>` of everything that is not published, to prove that none leaks. */
  withheld: z.array(z.string().regex(/^[0-9a-f]{64}$/)),
});
export type HeaderLine = z.infer<typeof headerLine>;

/** One published version: of one document in one language. `fields` are checked by the type's model. */
export const entryLine = z.object({
  line: z.literal('entry'),
  type: z.string(),
  documentId: z.string(),
  locale: z.string(),
  /** When this version was published, ISO 8601 in UTC. */
  publishedAt: z.iso.datetime(),
  /** When this language was published first. */
  firstPublishedAt: z.iso.datetime(),
  fields: z.record(z.string(), z.unknown()),
});
export type EntryLine = z.infer<typeof entryLine>;

/** A slug that an entry was once live under, and the one that it has now. */
export const redirectLine = z.object({
  line: z.literal('redirect'),
  type: z.string(),
  locale: z.string(),
  from: z.string(),
  to: z.string(),
});
export type RedirectLine = z.infer<typeof redirectLine>;

export const endLine = z.object({
  line: z.literal('end'),
  /** Number of lines between the header and this one. */
  lines: z.int().min(0),
  /** The revision again; if it differs from the header's, something was published meanwhile. */
  revision: z.string(),
});
export type EndLine = z.infer<typeof endLine>;

export const exportLine = z.discriminatedUnion('line', [headerLine, entryLine, redirectLine, endLine]);
export type ExportLine = z.infer<typeof exportLine>;
