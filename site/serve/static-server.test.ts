import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readSettings, type SiteSettings } from '../kernel/settings.ts';
import { putLive } from '../test/put-live.ts';
import { conformance, type TestServer } from '../test/serving.ts';
import { staticServer } from './static-server.ts';

async function start(settings: SiteSettings): Promise<TestServer> {
  const server = staticServer({ settings }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    reload: async () => undefined,
    async stop() {
      server.closeAllConnections();
      server.close();
    },
  };
}

describe('the static server', () => conformance(start));

describe('the static server alone', () => {
  it('sends the form that is liked best', async () => {
    const data = await mkdtemp(join(tmpdir(), 'serve-'));
    const { folders, ...settings } = readSettings({ DATA_DIR: data });
    await putLive(folders, 'r1', { 'index.html': 'x', 'index.html.br': 'b', 'index.html.gz': 'g' });
    const server = await start({ ...settings, folders });
    try {
      const formFor = async (accepted: string) =>
        (
          await fetch(server.origin, { method: 'HEAD', headers: { 'accept-encoding': accepted } })
        ).headers.get('content-encoding');
      expect(await formFor('gzip;q=0.9, br;q=0.1')).toBe('gzip');
      expect(await formFor('*')).toBe('br');
      expect(await formFor('*, br;q=0')).toBe('gzip');
      expect(await formFor('identity, br;q=0.5')).toBeNull();
      expect(await formFor('br;q=2, gzip;q=x')).toBeNull();
      expect((await fetch(`${server.origin}/.well-known/security.txt`)).status).toBe(404);
    } finally {
      await server.stop();
      await rm(data, { recursive: true });
    }
  });

  it('keeps no connection of who sends a request without end', () => {
    const { headersTimeout, requestTimeout, timeout, maxConnections } = staticServer({
      settings: readSettings({}),
    });
    expect({ headersTimeout, requestTimeout, timeout, maxConnections }).toEqual({
      headersTimeout: 20_000,
      requestTimeout: 30_000,
      timeout: 120_000,
      maxConnections: 4000,
    });
  });
});

describe('the static server as a program', () => {
  let data: string;
  let taken: TestServer;
  beforeAll(async () => {
    data = await mkdtemp(join(tmpdir(), 'serve-'));
    taken = await start(readSettings({ DATA_DIR: data }));
  });
  afterAll(async () => {
    await taken.stop();
    await rm(data, { recursive: true });
  });

  const serve = (port: string, more: NodeJS.ProcessEnv = {}) =>
    spawn(process.execPath, [fileURLToPath(new URL('serve.ts', import.meta.url))], {
      env: { ...process.env, DATA_DIR: data, SITE_PORT: port, ...more },
    });

  it('says which port is taken', async () => {
    const { port } = new URL(taken.origin);
    const child = serve(port);
    const [said, [status]] = await Promise.all([text(child.stderr), once(child, 'exit')]);
    expect([said.trim(), status]).toEqual([
      `Port ${port} is taken. Stop the program that uses it, or set SITE_PORT to another port.`,
      1,
    ]);
  });

  it('keeps a log for machines, with the release that it serves, and ends when it is told to', async () => {
    const { port } = new URL(taken.origin);
    await taken.stop();
    await putLive(readSettings({ DATA_DIR: data }).folders, 'r1');
    const child = serve(port, { SITE_URL: 'https://example.org' });
    await once(child.stdout, 'data');
    const { headers } = await fetch(`http://127.0.0.1:${port}/`);
    // Sent behind HTTPS only.
    expect(headers.get('strict-transport-security')).toBe('max-age=63072000');
    child.kill('SIGTERM');
    expect(await once(child, 'exit')).toEqual([0, null]);
    const lines = (await readFile(join(data, 'logs/site.jsonl'), 'utf8')).trimEnd().split('\n');
    expect(lines.map((line) => JSON.parse(line))).toEqual([
      expect.objectContaining({ event: 'listening', time: expect.stringMatching(/^\d{4}-.*Z$/) }),
      expect.objectContaining({ event: 'serving-release', build: 'r1' }),
      expect.objectContaining({ event: 'ending' }),
    ]);
  });
});
