import { createServer } from 'node:http';
import { expect, it } from 'vitest';
import { MAX_FILE } from './multipart';
import { bearSlowLines } from './slow-lines';

it('lets the largest file in on a line of 250 kbit/s, and waits no longer for headers', () => {
  const server = createServer();
  const { headersTimeout } = server;
  bearSlowLines(server);
  expect(server.requestTimeout / 1000).toBeGreaterThanOrEqual((MAX_FILE * 8) / 250_000);
  expect(server.headersTimeout).toBe(headersTimeout);
});
