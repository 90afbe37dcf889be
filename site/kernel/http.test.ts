import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { download, type HttpError, request } from './http.ts';

let answer: (response: ServerResponse) => unknown;
const server = createServer((_request, response) => void answer(response));
let folder: string;
let target: string;
const { signal } = new AbortController();
const asked = (limits: { timeout?: number; idle?: number } = {}) => {
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/x`, token: 't', timeout: 5000, signal, ...limits };
};

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'http-'));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
beforeEach(() => {
  target = join(folder, crypto.randomUUID());
});
afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await rm(folder, { recursive: true });
});

/** Sends a part again and again, never coming to an end. */
async function trickle(response: ServerResponse, pause: number): Promise<void> {
  response.writeHead(200);
  while (!response.destroyed) {
    response.write('x');
    await sleep(pause);
  }
}

describe('a server that does not do well', () => {
  it.each<[string, (response: ServerResponse) => unknown, { timeout?: number; idle?: number }, string]>([
    ['says nothing', () => undefined, { idle: 100 }, 'nothing came for 0.1 s'],
    ['stops in the middle', (response) => response.writeHead(200).write('x'), { idle: 100 }, 'nothing came'],
    [
      'never comes to an end',
      (response) => trickle(response, 20),
      { timeout: 300 },
      'no whole answer in time',
    ],
    [
      'breaks off',
      (response) => response.writeHead(200, { 'Content-Length': 9 }).write('x', () => response.destroy()),
      {},
      '',
    ],
  ])('is an error when it %s, and leaves no part of a file', async (_, how, limits, reason) => {
    answer = how;
    const failed: HttpError = await download(asked(limits), target).then(
      () => expect.unreachable('it must fail'),
      (error) => error,
    );
    expect(failed).toMatchObject({ name: 'HttpError', status: undefined, passing: true });
    expect(failed.message).toContain(`GET ${asked().url} failed: `);
    expect(failed.message).toContain(reason);
    expect(existsSync(target) || existsSync(`${target}.tmp`)).toBe(false);
  });
});

it('waits for an answer that is slow but goes on', async () => {
  answer = async (response) => {
    response.writeHead(200);
    for (const part of ['a', 'b', 'c', 'd']) {
      response.write(part);
      await sleep(60);
    }
    response.end();
  };
  await download(asked({ idle: 150 }), target);
  expect(await readFile(target, 'utf8')).toBe('abcd');
});

it('gives up at once when it is told to', async () => {
  answer = () => undefined;
  const controller = new AbortController();
  const waiting = request({ ...asked(), signal: controller.signal }, async () => undefined);
  controller.abort(new Error('the builder ends'));
  await expect(waiting).rejects.toThrow('the builder ends');
});
