import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { notifyWitness } from './witness.ts';

let server: Server;
let address: string;
let status = 204;
let got: { body: unknown; authorization: string | undefined }[] = [];
const made = {
  snapshot: 'abcd1234',
  at: '2026-01-01T00:00:00.000Z',
  seconds: 1,
  addedBytes: 1,
  auditHead: { count: 12, hash: 'f'.repeat(64) },
  missing: 0,
  sameDisk: false,
};

beforeEach(async () => {
  [status, got] = [204, []];
  server = createServer(async (request, response) => {
    got.push({ body: await json(request), authorization: request.headers.authorization });
    response.writeHead(status).end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  address = `http://us%40er:pass@127.0.0.1:${(server.address() as AddressInfo).port}/heads`;
});
afterEach(() => server.close());

it('gets the end of the audit record, and nothing else', async () => {
  await notifyWitness(address, made);
  const body = { at: made.at, count: 12, hash: made.auditHead.hash, backup: 'abcd1234' };
  expect(got).toEqual([{ body, authorization: `Basic ${btoa('us@er:pass')}` }]);
});

it('that does not take it is named, without its password', async () => {
  status = 500;
  await expect(notifyWitness(address, made)).rejects.toThrow(/127\.0\.0\.1.*was not told: it answered 500/);
  await expect(notifyWitness(address, made)).rejects.not.toThrow('pass');
  server.close();
  await expect(notifyWitness('file:///nowhere/heads', made)).rejects.toThrow('was not told');
});
