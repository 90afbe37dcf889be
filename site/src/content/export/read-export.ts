import { createReadStream } from 'node:fs';
import {
  type EntryLine,
  type ExportLine,
  exportLine,
  type HeaderLine,
  type Locale,
  locales,
  type NoticeLine,
  type RedirectLine,
  type RemovedLine,
  type TypeName,
  typeNames,
} from 'content-types';
import { type Checked, type CmsEntry, checkEntry, issueOf } from './check-entry.ts';
import type { ExcludedEntry } from './excluded-entries.ts';
import { versionName } from './version-name.ts';
import { contentOf, countByType, type PublishedVersions } from './versions.ts';

export interface CmsExport {
  readonly revision: string;
  /** SHA-256 (hex) of `<type>/<key>` of everything that is not published. */
  readonly withheld: readonly string[];
  readonly entries: readonly CmsEntry[];
  readonly redirects: readonly RedirectLine[];
  /** What stands where something was withdrawn. */
  readonly notices: readonly NoticeLine[];
  readonly leftOut: readonly ExcludedEntry[];
  /** All of it, version by version: what the next export changes. */
  readonly versions: PublishedVersions;
}

/** The export is short, malformed or changed while it was read: nothing may be built from it. */
export class ExportError extends Error {
  override readonly name = 'ExportError';
}

/** If not one entry of a type with at least this many fits, the export does not fit the model. */
const DRIFT = 5;

/**
 * Reads an export from an NDJSON file.
 * @throws ExportError as `readExportFrom` does
 */
export function readExport(path: string, before?: Before): Promise<CmsExport> {
  return readExportFrom(createReadStream(path, 'utf8'), before);
}

/** What was read last. */
type Before = Pick<CmsExport, 'revision' | 'versions'>;

/**
 * Reads an export as its text comes, NDJSON in pieces of any length.
 * @param before what was read last, which the export may only say the changes of
 * @throws ExportError if it is short or malformed, naming the line or the type, entry, locale and field;
 *   what the source throws.
 */
export async function readExportFrom(source: AsyncIterable<string>, before?: Before): Promise<CmsExport> {
  const reader = new ExportReader(before);
  for await (const line of linesOf(source)) reader.add(line);
  return reader.finish();
}

/** Lines end at `\n` alone: Node's readline would also split at U+2028, which JSON strings may hold. */
async function* linesOf(source: AsyncIterable<string>): AsyncGenerator<string> {
  let rest = '';
  for await (const chunk of source) {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    yield* lines;
  }
  if (rest.trim()) yield rest;
}

class ExportReader {
  #lines = 0;
  #header: HeaderLine | undefined;
  #ended = false;
  readonly #before: Pick<CmsExport, 'revision' | 'versions'> | undefined;
  /** Versions that came, and undefined for those that are no more. */
  readonly #came = new Map<string, Checked | undefined>();
  readonly #redirects: RedirectLine[] = [];
  readonly #notices: NoticeLine[] = [];

  constructor(before: Pick<CmsExport, 'revision' | 'versions'> | undefined) {
    this.#before = before;
  }

  add(text: string): void {
    this.#lines += 1;
    const line = parseLine(text, this.#lines);
    if (this.#ended) throw new ExportError(`Export line ${this.#lines}: more lines after the end`);
    if (!this.#header) {
      if (line.line !== 'header') throw new ExportError('Export: the first line is not the header');
      this.#header = this.#checkHeader(line);
      return;
    }
    if (line.line === 'entry') this.#addEntry(line);
    else if (line.line === 'removed') this.#addRemoved(line, this.#header);
    else if (line.line === 'redirect') this.#redirects.push(line);
    else if (line.line === 'notice') this.#notices.push(line);
    else if (line.line === 'end') this.#end(line, this.#header);
    else throw new ExportError(`Export line ${this.#lines}: a second header`);
  }

  finish(): CmsExport {
    const header = this.#header;
    if (!header) throw new ExportError('Export: it is empty');
    if (!this.#ended) {
      throw new ExportError(`Export: it stops after line ${this.#lines}, without its end line`);
    }
    const versions = new Map(header.since === undefined ? [] : this.#before?.versions);
    for (const [name, checked] of this.#came) {
      if (checked) versions.set(name, checked);
      else versions.delete(name);
    }
    checkCounts(versions, header);
    checkDrift(versions);
    const { revision, withheld } = header;
    const [redirects, notices] = [this.#redirects, this.#notices];
    return { revision, withheld, redirects, notices, versions, ...contentOf(versions) };
  }

  #checkHeader(header: HeaderLine): HeaderLine {
    const { since } = header;
    if (since === undefined || since === this.#before?.revision) return header;
    throw new ExportError(`Export: it only holds the changes since ${since}`);
  }

  #addEntry(line: EntryLine): void {
    const { type, locale } = line;
    this.#add(line, () =>
      checkEntry({ ...line, type: this.#typeName(type), locale: this.#locale(line, locale) }),
    );
  }

  #addRemoved(line: RemovedLine, { since }: HeaderLine): void {
    if (since === undefined) throw new ExportError(`Export line ${this.#lines}: nothing can be removed here`);
    this.#add(line, () => undefined);
  }

  #add(line: EntryLine | RemovedLine, checked: () => Checked | undefined): void {
    const name = versionName(line);
    if (this.#came.has(name)) throw new ExportError(`Export line ${this.#lines}: ${name} is there twice`);
    this.#came.set(name, checked());
  }

  #typeName(type: string): TypeName {
    if (isTypeName(type)) return type;
    throw new ExportError(`Export line ${this.#lines}: unknown type ${type}`);
  }

  #locale({ type, documentId }: EntryLine, locale: string): Locale {
    if (isLocale(locale)) return locale;
    throw new ExportError(`Export line ${this.#lines}: ${type} ${documentId}: unknown locale ${locale}`);
  }

  #end(line: Extract<ExportLine, { line: 'end' }>, header: HeaderLine): void {
    this.#ended = true;
    const between = this.#lines - 2;
    if (line.lines !== between) {
      throw new ExportError(`Export: ${between} lines came, ${line.lines} were announced`);
    }
    if (line.revision !== header.revision) {
      throw new ExportError(
        `Export: it changed while it was read, from revision ${header.revision} to ${line.revision}`,
      );
    }
  }
}

function checkCounts(versions: PublishedVersions, { counts, since }: HeaderLine): void {
  const there = countByType(versions);
  for (const type of new Set([...Object.keys(counts), ...there.keys()])) {
    const [came, announced] = [there.get(type) ?? 0, counts[type] ?? 0];
    if (came === announced) continue;
    const included = since === undefined ? '' : `, those of ${since} included`;
    throw new ExportError(
      `Export: ${came} entries of type ${type} came${included}, ${announced} were announced`,
    );
  }
}

/** If nothing of a type fits the model, it is the export that does not. */
function checkDrift(versions: PublishedVersions): void {
  const fits = new Set<string>();
  const bad = new Map<string, ExcludedEntry[]>();
  for (const { entry, leftOut } of versions.values()) {
    const [first] = leftOut;
    if (entry) fits.add(entry.type);
    else if (first) bad.set(first.type, [...(bad.get(first.type) ?? []), first]);
  }
  for (const [type, [first, ...more]] of bad) {
    if (first && more.length + 1 >= DRIFT && !fits.has(type)) {
      throw new ExportError(
        `Export: no entry of type ${type} fits the model; ${nameOf(first)}: ${first.problem}`,
      );
    }
  }
}

function parseLine(text: string, number: number): ExportLine {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new ExportError(`Export line ${number}: not JSON`, { cause });
  }
  const line = exportLine.safeParse(value);
  if (line.success) return line.data;
  const about = (value ?? {}) as Record<string, unknown>;
  const name = [about.line, about.type, about.documentId, about.locale].filter(Boolean).join(' ');
  const wrong = issueOf(line.error);
  throw new ExportError(`Export line ${number} (${name || 'unknown'}): ${wrong.field}: ${wrong.about}`);
}

function nameOf({ type, key, documentId, locale }: ExcludedEntry): string {
  return `${type} ${key ?? documentId} (${documentId}, ${locale})`;
}

function isTypeName(type: string): type is TypeName {
  return (typeNames as readonly string[]).includes(type);
}

function isLocale(locale: string): locale is Locale {
  return (locales as readonly string[]).includes(locale);
}
