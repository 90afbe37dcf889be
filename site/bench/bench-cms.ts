import { once } from 'node:events';
import { createReadStream, createWriteStream } from 'node:fs';
import { copyFile, mkdir, readFile } from 'node:fs/promises';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { type EntryLine, EXPORT_FORMAT, entryLine } from 'content-types';
import type { BuildReport } from '../builder/report.ts';

export const TOKEN = 'token-of-the-benchmark';

/** Where an entry's line stands in the file. */
interface Place {
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
  readonly #places: Place[] = [];
  /** Entries that were published again, by their place. */
  readonly #changed = new Map<number, string>();
  /** The revision that an entry was published again with, by its place. */
  readonly #changedAt = new Map<number, number>();
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
    const line = this.#changed.get(index) ?? (await text(this.#read(place.start, place.length)));
    const entry = entryLine.parse(JSON.parse(line));
    const changed = {
      ...entry,
      publishedAt: new Date().toISOString(),
      fields: { ...entry.fields, ...fields },
    };
    this.#changed.set(index, `${JSON.stringify(changed)}\n`);
    this.#revision += 1;
    this.#changedAt.set(index, this.#revision);
  }

  #read(start: number, length: number) {
    return createReadStream(this.file, { start, end: start + length - 1 });
  }

  async #answer(path: string, request: AsyncIterable<unknown>, response: ServerResponse): Promise<void> {
    const revision = this.revision;
    if (path === '/api/export/revision') response.end(JSON.stringify({ revision }));
    else if (path === '/api/export') await pipeline(this.#export(revision), response);
    else if (path.startsWith('/api/export?since=')) await this.#changes(path, revision, response);
    else if (path === '/api/export/report') {
      let body = '';
      for await (const chunk of request) body += chunk;
      this.reports.push(JSON.parse(body));
      response.writeHead(204).end();
    } else {
      const file = join(this.#folder, 'files', path.replace('/api/export/files/', ''));
      response.end(await readFile(file));
    }
  }

  /** What was published since a revision, which is always one of this CMS. */
  async #changes(path: string, revision: string, response: ServerResponse): Promise<void> {
    const since = decodeURIComponent(path.slice('/api/export?since='.length));
    const lines = [...this.#changed].filter(
      ([index]) => (this.#changedAt.get(index) ?? 0) > Number.parseInt(since, 10),
    );
    response.write(`${JSON.stringify({ ...this.#header(revision), since })}\n`);
    for (const [, line] of lines) response.write(line);
    response.end(`${JSON.stringify({ line: 'end', lines: lines.length, revision })}\n`);
  }

  #header(revision: string) {
    const counts: Record<string, number> = {};
    for (const { type } of this.#places) counts[type] = (counts[type] ?? 0) + 1;
    return { line: 'header', format: EXPORT_FORMAT, revision, counts, withheld: [] };
  }

  async *#export(revision: string): AsyncGenerator<string | Buffer> {
    yield `${JSON.stringify(this.#header(revision))}\n`;
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
    yield `${JSON.stringify({ line: 'end', lines: this.#places.length, revision })}\n`;
  }
}
