import { Agent, type IncomingMessage, request } from 'node:http';
import { text } from 'node:stream/consumers';

/** An answer with everything that a stranger would read of it. */
export interface RawAnswer {
  readonly status: number;
  /** All headers, a line each. */
  readonly head: string;
  readonly text: string;
}

/** A request as it goes onto the wire. */
export interface RawRequest {
  readonly method: string;
  /** Path and query, sent as they are: `fetch` would tidy `..` and `//` away. */
  readonly path: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

// A socket that is kept may be closed by the server in the moment in which it is used again.
const agent = new Agent({ keepAlive: false });

/**
 * Sends a request without tidying its path.
 * @param url `http://<host>:<port>` of the server
 */
export async function ask(url: string, { method, path, body, headers = {} }: RawRequest): Promise<RawAnswer> {
  const content = await contentOf(body);
  const { hostname, port } = new URL(url);
  const options = { agent, hostname, port, method, path, headers: { ...content?.headers, ...headers } };
  const incoming = await new Promise<IncomingMessage>((resolve, reject) => {
    request(options, resolve).on('error', reject).end(content?.bytes);
  });
  const head = incoming.rawHeaders.join('\n');
  return { status: incoming.statusCode ?? 0, head, text: await text(incoming) };
}

async function contentOf(
  body: unknown,
): Promise<{ headers: Record<string, string>; bytes: Buffer } | undefined> {
  if (body === undefined) return undefined;
  const encoded = new Response(body instanceof FormData ? body : JSON.stringify(body));
  const bytes = Buffer.from(await encoded.arrayBuffer());
  const type = body instanceof FormData ? (encoded.headers.get('content-type') ?? '') : 'application/json';
  return { headers: { 'content-type': type, 'content-length': String(bytes.length) }, bytes };
}
