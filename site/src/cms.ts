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
  type TypeName,
  typeNames,
  types,
} from 'content-types';
import { type CmsEntry, checkEntry, issueOf, type LeftOut, titleOf } from './entry-check.ts';

export type { CmsEntry, LeftOut };

export interface CmsExport {
  readonly revision: string;
  /** SHA-256 (hex) of `<type>/<key>` of everything that is not published. */
  readonly withheld: readonly string[];
  readonly entries: readonly CmsEntry[];
  readonly redirects: readonly RedirectLine[];
  /** What stands where something was withdrawn. */
  readonly notices: readonly NoticeLine[];
  readonly leftOut: readonly LeftOut[];
}

/** The export is short, malformed or changed while it was read: nothing may be built from it. */
export class ExportError extends Error {
  override readonly name = 'ExportError';
}

/** If not one entry of a type with at least this many fits, the export does not fit the model. */
const DRIFT = 5;

/**
 * Reads an export from an NDJSON file.
 * @throws ExportError if it is short or malformed, naming the line or the type, entry, locale and field.
 */
export async function readExport(path: string): Promise<CmsExport> {
  const reader = new ExportReader();
  for await (const line of linesOf(path)) reader.add(line);
  return reader.finish();
}

/** Lines end at `\n` alone: Node's readline would also split at U+2028, which JSON strings may hold. */
async function* linesOf(path: string): AsyncGenerator<string> {
  let rest = '';
  for await (const chunk of createReadStream(path, 'utf8')) {
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
  readonly #seen = new Map<string, number>();
  readonly #versions = new Set<string>();
  readonly #entries = new Map<string, CmsEntry>();
  readonly #redirects: RedirectLine[] = [];
  readonly #notices: NoticeLine[] = [];
  readonly #leftOut: LeftOut[] = [];

  add(text: string): void {
    this.#lines += 1;
    const line = parseLine(text, this.#lines);
    if (this.#ended) throw new ExportError(`Export line ${this.#lines}: more lines after the end`);
    if (!this.#header) {
      if (line.line !== 'header') throw new ExportError('Export: the first line is not the header');
      this.#header = line;
      return;
    }
    if (line.line === 'entry') this.#addEntry(line);
    else if (line.line === 'redirect') this.#redirects.push(line);
    else if (line.line === 'notice') this.#notices.push(line);
    else if (line.line === 'end') this.#end(line, this.#header);
    else throw new ExportError(`Export line ${this.#lines}: a second header`);
  }

  finish(): CmsExport {
    if (!this.#header) throw new ExportError('Export: it is empty');
    if (!this.#ended) {
      throw new ExportError(`Export: it stops after line ${this.#lines}, without its end line`);
    }
    this.#checkDrift();
    this.#dropOrphans();
    return {
      revision: this.#header.revision,
      withheld: this.#header.withheld,
      entries: [...this.#entries.values()],
      redirects: this.#redirects,
      notices: this.#notices,
      leftOut: this.#leftOut,
    };
  }

  #addEntry(line: EntryLine): void {
    const { type, locale, documentId } = line;
    if (!isTypeName(type)) throw new ExportError(`Export line ${this.#lines}: unknown type ${type}`);
    if (!isLocale(locale)) {
      throw new ExportError(`Export line ${this.#lines}: ${type} ${documentId}: unknown locale ${locale}`);
    }
    const version = `${type} ${documentId} ${locale}`;
    if (this.#versions.has(version)) {
      throw new ExportError(`Export line ${this.#lines}: ${version} is there twice`);
    }
    this.#versions.add(version);
    this.#seen.set(type, (this.#seen.get(type) ?? 0) + 1);

    const { entry, leftOut } = checkEntry({ ...line, type, locale });
    this.#leftOut.push(...leftOut);
    if (!entry) return;
    const address = `${locale} ${type} ${entry.key}`;
    if (this.#entries.has(address)) {
      this.#leaveOut(entry, `${types[type].key ?? 'type'}: another entry is already called ${entry.key}`);
    } else {
      this.#entries.set(address, entry);
    }
  }

  #end(line: Extract<ExportLine, { line: 'end' }>, header: HeaderLine): void {
    this.#ended = true;
    const between = this.#lines - 2;
    if (line.lines !== between) {
      throw new ExportError(`Export: ${between} lines came, ${line.lines} were announced`);
    }
    for (const type of new Set([...Object.keys(header.counts), ...this.#seen.keys()])) {
      const [came, announced] = [this.#seen.get(type) ?? 0, header.counts[type] ?? 0];
      if (came !== announced) {
        throw new ExportError(`Export: ${came} entries of type ${type} came, ${announced} were announced`);
      }
    }
    if (line.revision !== header.revision) {
      throw new ExportError(
        `Export: it changed while it was read, from revision ${header.revision} to ${line.revision}`,
      );
    }
  }

  #checkDrift(): void {
    const kept = new Set([...this.#entries.values()].map(({ type }): string => type));
    for (const [type, seen] of this.#seen) {
      const first = this.#leftOut.find((entry) => entry.type === type);
      if (first && seen >= DRIFT && !kept.has(type)) {
        throw new ExportError(
          `Export: no entry of type ${type} fits the model; ${nameOf(first)}: ${first.problem}`,
        );
      }
    }
  }

  /** A lesson's address holds its course's, so without the course it has none. */
  #dropOrphans(): void {
    for (const [address, entry] of this.#entries) {
      if (entry.type !== 'lesson') continue;
      const { course } = entry.fields;
      if (locales.some((locale) => this.#entries.has(`${locale} course ${course}`))) continue;
      this.#entries.delete(address);
      this.#leaveOut(entry, `course: ${course || 'the course'} is not on the site`);
    }
  }

  #leaveOut(entry: CmsEntry, problem: string): void {
    const { type, documentId, locale, key } = entry;
    this.#leftOut.push({ type, documentId, locale, key, title: titleOf(type, entry.fields), problem });
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
  throw new ExportError(`Export line ${number} (${name || 'unknown'}): ${issueOf(line.error)}`);
}

function nameOf({ type, key, documentId, locale }: LeftOut): string {
  return `${type} ${key ?? documentId} (${documentId}, ${locale})`;
}

function isTypeName(type: string): type is TypeName {
  return (typeNames as readonly string[]).includes(type);
}

function isLocale(locale: string): locale is Locale {
  return (locales as readonly string[]).includes(locale);
}
