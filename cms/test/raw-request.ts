import { request } from 'node:http';
import type { Answer } from './cms.ts';

export interface RawRequest {
  readonly method: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Buffer | string;
  /** Neither ends the request nor waits for it to be taken: what the headers promise never comes. */
  readonly unfinished?: boolean;
}

/** Sends a request as it is written down, without what `fetch` adds or forbids. */
export function sendRaw(url: string, { unfinished, body, ...sent }: RawRequest): Promise<Answer> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    const outgoing = request({ hostname, port, agent: false, ...sent });
    let isAnswered = false;
    outgoing.once('response', (response) => {
      isAnswered = true;
      const pieces: Buffer[] = [];
      response.on('data', (piece: Buffer) => pieces.push(piece));
      response.once('error', reject);
      response.once('end', () => {
        outgoing.destroy();
        const text = Buffer.concat(pieces).toString();
        resolve({ status: response.statusCode ?? 0, text, body: parsed(text) });
      });
    });
    // A server may answer and close while the rest is still being sent.
    outgoing.on('error', (error) => isAnswered || reject(error));
    if (body !== undefined) outgoing.write(body);
    else outgoing.flushHeaders();
    if (!unfinished) outgoing.end();
  });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

export const BOUNDARY = 'boundary-of-the-parts';

export interface Part {
  readonly name: string;
  readonly filename?: string;
  readonly content: Buffer | string;
}

/** The body of a multipart form. */
export function multipart(...parts: readonly Part[]): Buffer {
  const pieces = parts.flatMap(({ name, filename, content }) => [
    `--${BOUNDARY}\r\nContent-Disposition: form-data; name="${name}"`,
    filename === undefined ? '' : `; filename="${filename}"\r\nContent-Type: application/octet-stream`,
    '\r\n\r\n',
    content,
    '\r\n',
  ]);
  return Buffer.concat([...pieces, `--${BOUNDARY}--\r\n`].map((piece) => Buffer.from(piece)));
}

export const MULTIPART = { 'content-type': `multipart/form-data; boundary=${BOUNDARY}` };
