import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sendTrigger, signed, TRIGGER_SECRET } from '../../test/signed-trigger.ts';
import { triggerServer, WakeSignal } from './trigger.ts';

let server: Server;
let url: string;
let woken: number;
let names: readonly string[];

beforeEach(async () => {
  woken = 0;
  server = triggerServer(TRIGGER_SECRET, (requests) => {
    woken += 1;
    names = requests;
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
});
afterEach(() => server.close());

const post = (headers: Record<string, string>, body?: string) => sendTrigger(url, headers, body);
const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000);

describe('the builder', () => {
  it('is woken by a signed message, and again by a doubled or replayed one', async () => {
    const headers = signed();
    expect(await post(headers)).toBe(204);
    expect(await post(headers)).toBe(204);
    expect(woken).toBe(2);
  });

  it('learns which requests of the CMS made the change, and wakes without', async () => {
    const body = JSON.stringify({ data: { revision: '1-1', requests: ['request-1'] } });
    expect(await post(signed({ body }), body)).toBe(204);
    expect(names).toEqual(['request-1']);
    for (const other of ['{"data":{"requests":"x"}}', 'no JSON']) {
      expect(await post(signed({ body: other }), other)).toBe(204);
      expect(names).toEqual([]);
    }
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
    const alarm = new WakeSignal();
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
    const waiting = new WakeSignal().wait(60_000, ending.signal);
    ending.abort(new Error('ended'));
    await expect(waiting).rejects.toThrow('ended');
  });
});
