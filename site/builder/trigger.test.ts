import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Webhook } from 'standardwebhooks';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Alarm, triggerServer } from './trigger.ts';

const SECRET = 'a-secret-of-at-least-32-characters_';
const BODY = JSON.stringify({ type: 'publication.changed', data: { revision: '1-1' } });

let server: Server;
let url: string;
let woken: number;

beforeEach(async () => {
  woken = 0;
  server = triggerServer(SECRET, () => {
    woken += 1;
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
});
afterEach(() => server.close());

interface Sent {
  readonly secret?: string;
  readonly at?: Date;
  readonly body?: string;
  readonly id?: string;
}

/** Headers as the CMS signs them, for another body, time or secret where a test says so. */
function signed({ secret = SECRET, at = new Date(), body = BODY, id = randomUUID() }: Sent = {}) {
  return {
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
    'webhook-signature': new Webhook(secret, { format: 'raw' }).sign(id, at, body),
  };
}

async function post(headers: Record<string, string>, body = BODY): Promise<number> {
  return (await fetch(url, { method: 'POST', headers, body })).status;
}

const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000);

describe('the builder', () => {
  it('is woken by a signed message, and again by a doubled or replayed one', async () => {
    const headers = signed();
    expect(await post(headers)).toBe(204);
    expect(await post(headers)).toBe(204);
    expect(woken).toBe(2);
  });

  it.each([
    ['unsigned', () => ({})],
    ['signed with another secret', () => signed({ secret: 'x'.repeat(43) })],
    ['signed for another body', () => signed({ body: '{}' })],
    ['old', () => signed({ at: minutesAgo(6) })],
    ['from the future', () => signed({ at: minutesAgo(-6) })],
    ['given another time', () => ({ ...signed(), 'webhook-timestamp': '1700000000' })],
    ['given another id', () => ({ ...signed(), 'webhook-id': 'other' })],
  ])('refuses one that is %s', async (_, headers: () => Record<string, string>) => {
    expect(await post(headers())).toBe(401);
    expect(woken).toBe(0);
  });

  it('takes no long bodies and nothing but POST', async () => {
    const body = 'x'.repeat(20_000);
    expect(await post(signed({ body }), body)).toBe(413);
    expect((await fetch(url)).status).toBe(405);
    expect(woken).toBe(0);
  });
});

describe('the alarm', () => {
  const forever = new AbortController().signal;

  it('ends a wait, also one that begins after it rang, and then waits again', async () => {
    const alarm = new Alarm();
    const waiting = alarm.wait(60_000, forever);
    alarm.ring();
    await waiting;
    alarm.ring();
    alarm.ring();
    await alarm.wait(60_000, forever);
    const since = performance.now();
    await alarm.wait(50, forever);
    expect(performance.now() - since).toBeGreaterThan(40);
  });

  it('gives up when the builder ends', async () => {
    const ending = new AbortController();
    const waiting = new Alarm().wait(60_000, ending.signal);
    ending.abort(new Error('ended'));
    await expect(waiting).rejects.toThrow('ended');
  });
});
