import { createServer, type IncomingMessage, type Server } from 'node:http';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { Webhook, WebhookVerificationError } from 'standardwebhooks';
import { z } from 'zod';

/** Bytes; what the CMS sends is much shorter. */
const LONGEST = 10_000;
/** Milliseconds. */
const TIMEOUT = 5000;

/**
 * Takes the message by which the CMS wakes the builder, signed as https://www.standardwebhooks.com says.
 * It only wakes: what is to be built follows from what the CMS holds, so a message that is lost,
 * doubled, replayed or out of order changes nothing. Forged, unsigned and old ones are refused.
 */
export function triggerServer(secret: string, wake: (requests: readonly string[]) => void): Server {
  const webhook = new Webhook(secret, { format: 'raw' });
  const server = createServer((request, response) => {
    judge(request, webhook)
      .then(({ status, requests }) => {
        if (status === 204) wake(requests ?? []);
        // What was not read is not waited for.
        response.writeHead(status, { connection: 'close', ...(status === 405 && { allow: 'POST' }) }).end();
      })
      .catch(() => response.destroy());
  });
  server.requestTimeout = TIMEOUT;
  return server;
}

/** What the CMS says of the change besides that there is one: the names in its log of the requests that made it. */
const message = z.object({ data: z.object({ requests: z.array(z.string().max(64)).max(100).optional() }) });

interface Judgement {
  readonly status: number;
  readonly requests?: readonly string[] | undefined;
}

async function judge(request: IncomingMessage, webhook: Webhook): Promise<Judgement> {
  if (request.method !== 'POST') return { status: 405 };
  if (!(Number(request.headers['content-length']) <= LONGEST)) return { status: 413 };
  try {
    const body = await text(request);
    webhook.verify(body, request.headers as Record<string, string>, { jsonParse: false });
    return { status: 204, requests: requestsIn(body) };
  } catch (error) {
    if (error instanceof WebhookVerificationError) return { status: 401 };
    throw error;
  }
}

/** It wakes whatever it says. */
function requestsIn(body: string): readonly string[] | undefined {
  try {
    return message.parse(JSON.parse(body)).data.requests;
  } catch {
    return undefined;
  }
}

interface Waking {
  readonly wake: (requests: readonly string[]) => void;
  readonly say: (line: string) => void;
  readonly signal: AbortSignal;
}

/** Listens on the loopback address. A builder that cannot be woken still looks by itself. */
export function listenForTrigger(
  { port, secret }: { readonly port: number; readonly secret: string },
  { wake, say, signal }: Waking,
): void {
  const server = triggerServer(secret, wake);
  server.on('error', (error) => say(`Nobody can wake the builder on port ${port}: ${error.message}`));
  server.listen({ port, host: '127.0.0.1', signal });
}

/** Waits for a time, or until it is rung; rung before, it does not wait. */
export class WakeSignal {
  #rung = new AbortController();

  ring(): void {
    this.#rung.abort();
  }

  /** Whether it was rung and nobody has waited for it since. */
  get rung(): boolean {
    return this.#rung.signal.aborted;
  }

  /** @throws the signal's reason when it is aborted */
  async wait(milliseconds: number, signal: AbortSignal): Promise<void> {
    const either = AbortSignal.any([this.#rung.signal, signal]);
    await sleep(milliseconds, undefined, { signal: either }).catch(() => signal.throwIfAborted());
    if (this.#rung.signal.aborted) this.#rung = new AbortController();
  }
}
