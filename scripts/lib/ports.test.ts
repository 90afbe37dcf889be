import { createServer, type Server } from 'node:net';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { requireFreePort } from './ports.ts';

let server: Server;
let port: number;

beforeEach(async () => {
  server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  port = typeof address === 'object' && address ? address.port : 0;
});
afterEach(() => server.close());

it('names a taken port and the setting that changes it', async () => {
  await expect(requireFreePort('127.0.0.1', port, 'CMS_PORT')).rejects.toThrow(
    `Port ${port} is taken by another program: stop that program, or choose another port with CMS_PORT=${port + 1}.`,
  );
});

it('accepts a port that is free again, and leaves it free', async () => {
  await new Promise((resolve) => server.close(resolve));
  await requireFreePort('127.0.0.1', port, 'CMS_PORT');
  await requireFreePort('127.0.0.1', port, 'CMS_PORT');
});

it('names a host that is not of this machine', async () => {
  await expect(requireFreePort('192.0.2.1', 0, 'CMS_PORT')).rejects.toThrow('HOST is "192.0.2.1"');
});
