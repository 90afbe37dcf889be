import { createServer } from 'node:http';
import type { Core } from '@strapi/strapi';
import { afterEach, expect, it } from 'vitest';
import { whenServing } from './when-serving';

const server = createServer();
const strapi = { server: { httpServer: server } } as unknown as Core.Strapi;
afterEach(() => server.close());

it('does all that waits, in order, once the server listens, and not before', async () => {
  const done: number[] = [];
  const before = server.listenerCount('listening');
  for (let number = 0; number < 20; number += 1) whenServing(strapi, () => done.push(number));
  // Node warns of more than ten.
  expect(server.listenerCount('listening')).toBe(before + 1);
  expect(done).toEqual([]);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  expect(done).toEqual(Array.from({ length: 20 }, (_, number) => number));
});
