import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

export const TOKEN = 'token-of-the-tests';

/** Answers as the CMS does on its four export routes, from what a test puts into it. */
export class StandInCms {
  revision = 'r1';
  /** The export as NDJSON. */
  ndjson = '';
  readonly files = new Map<string, Uint8Array | string>();
  /** Reports as they came. */
  readonly reports: unknown[] = [];
  /** Paths asked for, in order. */
  readonly asked: string[] = [];
  /** How to answer the next requests, in order: as usual, with a status, or (0) breaking off in the middle. */
  readonly trouble: (number | undefined)[] = [];
  /** How many of the next answers on a path break off in the middle. */
  readonly breaking = new Map<string, number>();
  /** Exports are sent, as they were when asked for, once this has come. */
  slow: Promise<unknown> | undefined;
  readonly #server = createServer((request, response) => void this.#answer(request, response));

  #port = 0;

  get url(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  /** Begins to listen; after a stop, on the same port as before. */
  async start(): Promise<this> {
    await new Promise<void>((resolve) => this.#server.listen(this.#port, '127.0.0.1', resolve));
    this.#port = (this.#server.address() as AddressInfo).port;
    return this;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    // It always answers with all of it, as a CMS does that cannot tell what has changed.
    const path = (request.url ?? '').replace(/\?since=.*/, '');
    this.asked.push(request.url ?? '');
    const breaking = this.breaking.get(path) ?? 0;
    this.breaking.set(path, breaking - 1);
    const trouble = breaking > 0 ? 0 : this.trouble.shift();
    if (trouble === 0) breakOff(response);
    else if (trouble) response.writeHead(trouble).end();
    else if (request.headers.authorization !== `Bearer ${TOKEN}`) response.writeHead(401).end();
    else if (path === '/api/export') {
      const { ndjson } = this;
      await this.slow;
      response.end(ndjson);
    } else if (path === '/api/export/revision') response.end(JSON.stringify({ revision: this.revision }));
    else if (path === '/api/export/report') {
      this.reports.push(JSON.parse(await text(request)));
      response.writeHead(204).end();
    } else {
      const file = this.files.get(path.replace('/api/export/files/', ''));
      if (file === undefined) response.writeHead(404).end();
      else response.end(file);
    }
  }
}

function breakOff(response: ServerResponse): void {
  response.writeHead(200, { 'Content-Length': 1000 });
  response.write('{"line":', () => response.destroy());
}
