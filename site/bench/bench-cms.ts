import { once } from 'node:events';
import { createReadStream, createWriteStream } from 'node:fs';
import { copyFile, mkdir, readFile } from 'node:fs/promises';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { type EntryLine, EXPORT_FORMAT, entryLine, type NoticeLine, type RemovedLine } from 'content-types';
import type { BuildReport } from '../build/report/report.ts';

export const TOKEN = 'token-of-the-benchmark';

/** Where an entry's line stands in the file. */
interface WriteTarget {
  readonly type: string;
  readonly key: string;
  readonly locale: string;
  readonly start: number;
  readonly length: number;
}

/** Answers as the CMS does, from generated entries on disk: there may be more than fit in memory. */
export class BenchCms {
  /** Reports of builds as they came. */
  readonly reports: BuildReport[] = [];
  readonly #folder: string;
  readonly #places: WriteTarget[] = [];
  /** Entries that were published again, by their place; those that were withdrawn with an empty line. */
  readonly #changed = new Map<number, string>();
  /** What an incremental export says of those that were withdrawn. */
  readonly #removed = new Map<number, string>();
  readonly #notices: NoticeLine[] = [];
  /** Places of the entries that were published again or withdrawn, in order: the first made revision 2. */
  readonly #log: number[] = [];
  #revision = 1;
  readonly #server = createServer((request, response) => {
    this.#answer(request.url ?? '', request, response).catch(() => response.destroy());
  });

  constructor(folder: string) {
    this.#folder = folder;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  get revision(): string {
    return `${this.#revision}-${this.#revision}`;
  }

  get entries(): number {
    return this.#places.length;
  }

  /** The file of all entries as they were generated, one JSON line for each. */
  get file(): string {
    return join(this.#folder, 'entries.ndjson');
  }

  /** Takes over the entries and begins to listen. */
  async start(entries: Iterable<EntryLine>, pictures: readonly string[]): Promise<void> {
    await mkdir(join(this.#folder, 'files'), { recursive: true });
    for (const picture of pictures) {
      await copyFile(picture, join(this.#folder, 'files', picture.slice(picture.lastIndexOf('/') + 1)));
    }
    const out = createWriteStream(this.file);
    let start = 0;
    for (const { type, locale, fields, ...line } of entries) {
      const bytes = Buffer.from(`${JSON.stringify({ ...line, type, locale, fields })}\n`);
      const key = String(fields.slug ?? fields.code);
      this.#places.push({ type, key, locale, start, length: bytes.length });
      start += bytes.length;
      if (!out.write(bytes)) await once(out, 'drain');
    }
    out.end();
    await once(out, 'close');
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
  }

  /** Keys of all entries of a type in one language. */
  keys(type: string, locale: string): string[] {
    return this.#places
      .filter((place) => place.type === type && place.locale === locale)
      .map(({ key }) => key);
  }

  /** Publishes one version anew, with these fields changed. */
  async publish(type: string, key: string, locale: string, fields: Record<string, unknown>): Promise<void> {
    const index = this.#places.findIndex(
      (place) => place.type === type && place.key === key && place.locale === locale,
    );
    const place = this.#places[index];
    if (!place) throw new Error(`there is no ${type} ${key}`);
    const entry = await this.#entry(index, place);
    const changed = {
      ...entry,
      publishedAt: new Date().toISOString(),
      fields: { ...entry.fields, ...fields },
    };
    this.#changed.set(index, `${JSON.stringify(changed)}\n`);
    this.#revision += 1;
    this.#log.push(index);
  }

  /** Withdraws a document in both languages, with a notice. @returns the titles that it had */
  async withdraw(type: string, key: string): Promise<string[]> {
    const titles: Record<string, string> = {};
    let documentId = '';
    for (const [index, place] of this.#places.entries()) {
      if (place.type !== type || place.key !== key) continue;
      const entry = await this.#entry(index, place);
      documentId = entry.documentId;
      titles[place.locale] = String(entry.fields.title);
      const removed: RemovedLine = { line: 'removed', type, documentId, locale: place.locale };
      this.#changed.set(index, '');
      this.#removed.set(index, `${JSON.stringify(removed)}\n`);
      this.#log.push(index);
      this.#revision += 1;
    }
    const notice = { bn: 'প্রত্যাহার করা হয়েছে।', en: 'It was withdrawn.' };
    const withdrawnAt = new Date().toISOString();
    this.#notices.push({ line: 'notice', type, documentId, key, title: titles, notice, withdrawnAt });
    return Object.values(titles);
  }

  async #entry(index: number, place: WriteTarget): Promise<EntryLine> {
    const line = this.#changed.get(index) ?? (await text(this.#read(place.start, place.length)));
    return entryLine.parse(JSON.parse(line));
  }

  #read(start: number, length: number) {
    return createReadStream(this.file, { start, end: start + length - 1 });
  }

  async #answer(path: string, request: AsyncIterable<unknown>, response: ServerResponse): Promise<void> {
    const { revision } = this;
    const { pathname, searchParams } = new URL(path, 'http://cms');
    if (pathname === '/api/export/revision') response.end(JSON.stringify({ revision }));
    else if (pathname === '/api/export') {
      await pipeline(this.#export(revision, searchParams.get('since')), response);
    } else if (pathname === '/api/export/report') {
      let body = '';
      for await (const chunk of request) body += chunk;
      this.reports.push(JSON.parse(body));
      response.writeHead(204).end();
    } else {
      const file = join(this.#folder, 'files', pathname.replace('/api/export/files/', ''));
      response.end(await readFile(file));
    }
  }

  async *#export(revision: string, since: string | null): AsyncGenerator<string | Buffer> {
    const known = Number(since?.split('-')[0]);
    const counts: Record<string, number> = {};
    for (const [index, { type }] of this.#places.entries()) {
      if (!this.#removed.has(index)) counts[type] = (counts[type] ?? 0) + 1;
    }
    const notices = this.#notices.map((notice) => `${JSON.stringify(notice)}\n`);
    const header = { line: 'header', format: EXPORT_FORMAT, revision, ...(known && { since }), counts };
    yield `${JSON.stringify({ ...header, withheld: [] })}\n`;
    if (known) {
      const changed = new Set(this.#log.slice(known - 1));
      for (const index of changed) yield this.#removed.get(index) ?? this.#changed.get(index) ?? '';
      yield* notices;
      yield `${JSON.stringify({ line: 'end', lines: changed.size + notices.length, revision })}\n`;
      return;
    }
    let from = 0;
    for (const index of [...this.#changed.keys()].sort((a, b) => a - b)) {
      const place = this.#places[index];
      if (!place) continue;
      if (place.start > from) yield* this.#read(from, place.start - from);
      yield this.#changed.get(index) ?? '';
      from = place.start + place.length;
    }
    const last = this.#places.at(-1);
    const end = last ? last.start + last.length : 0;
    if (end > from) yield* this.#read(from, end - from);
    yield* notices;
    const lines = this.#places.length - this.#removed.size + notices.length;
    yield `${JSON.stringify({ line: 'end', lines, revision })}\n`;
  }
}
