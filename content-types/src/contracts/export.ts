import { z } from 'zod';

/**
 * The export that the site is built from: NDJSON (https://github.com/ndjson/ndjson-spec), one
 * `header`, any number of `entry`, `removed`, `redirect` and `notice` lines, one `end`. An export without its `end`, or
 * whose counts differ, is short and must not be built from.
 */
export const EXPORT_FORMAT = 1;

export const headerLine = z.object({
  line: z.literal('header'),
  format: z.literal(EXPORT_FORMAT),
  /** The state of the outbox when the export began; see `revision` in the CMS's publication room. */
  revision: z.string(),
  /**
   * The state that the reader has and that these lines change into this one: only what was published
   * or taken down since comes as `entry` and `removed` lines; redirects and notices come all.
   */
  since: z.string().optional(),
  /** Number of published versions by type, of those that do not come as well. */
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

/** A version that is not published any more; only where the header says `since`. */
export const removedLine = z.object({
  line: z.literal('removed'),
  type: z.string(),
  documentId: z.string(),
  locale: z.string(),
});
export type RemovedLine = z.infer<typeof removedLine>;

/** A slug that an entry was once live under, and the one that it has now. */
export const redirectLine = z.object({
  line: z.literal('redirect'),
  type: z.string(),
  locale: z.string(),
  from: z.string(),
  to: z.string(),
});
export type RedirectLine = z.infer<typeof redirectLine>;

/** What stands at the address of a document that was taken off the site: why, in both languages. */
export const noticeLine = z.object({
  line: z.literal('notice'),
  type: z.string(),
  documentId: z.string(),
  /** The slug or code that the document was last live under. */
  key: z.string(),
  /** For a lesson: the slug of its course, which its address holds. */
  course: z.string().optional(),
  /** The titles that were last live, in the languages that were. */
  title: z.object({ bn: z.string().optional(), en: z.string().optional() }),
  notice: z.object({ bn: z.string().min(1), en: z.string().min(1) }),
  withdrawnAt: z.iso.datetime(),
});
export type NoticeLine = z.infer<typeof noticeLine>;

export const endLine = z.object({
  line: z.literal('end'),
  /** Number of lines between the header and this one. */
  lines: z.int().min(0),
  /** The revision again; if it differs from the header's, something was published meanwhile. */
  revision: z.string(),
});
export type EndLine = z.infer<typeof endLine>;

export const exportLine = z.discriminatedUnion('line', [
  headerLine,
  entryLine,
  removedLine,
  redirectLine,
  noticeLine,
  endLine,
]);
export type ExportLine = z.infer<typeof exportLine>;
