import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { create, createBasics, samples, send, startCms, type TestCms } from './cms.ts';

/** What the stand-in for GitHub was told. */
interface Told {
  readonly path: string | undefined;
  readonly authorization: string | undefined;
  readonly body: { event_type: string; client_payload: { revision: string } };
}

const told: Told[] = [];
/** Answers that are still to be failures. */
let failures = 1;
/** What the stand-in for the live site says that it shows. */
let live = '0-0';
let github: Server;
let site: Server;
let cms: TestCms;

async function bodyOf(request: IncomingMessage) {
  let text = '';
  for await (const chunk of request) text += chunk;
  return JSON.parse(text);
}

async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

beforeAll(async () => {
  github = createServer(async (request, response) => {
    const body = await bodyOf(request);
    if (failures > 0) {
      failures -= 1;
      response.writeHead(502).end();
      return;
    }
    told.push({ path: request.url, authorization: request.headers.authorization, body });
    response.writeHead(204).end();
  });
  site = createServer((request, response) => {
    response.writeHead(request.url === '/release.json' ? 200 : 404).end(JSON.stringify({ revision: live }));
  });
  process.env.GITHUB_API_URL = await listen(github);
  process.env.SITE_URL = await listen(site);
  process.env.GITHUB_REPOSITORY_DISPATCH = 'example/site';
  process.env.GITHUB_DISPATCH_TOKEN = 'a-token';
  cms = await startCms();
  await createBasics(cms);
});
afterAll(async () => {
  await cms?.stop();
  github.close();
  site.close();
});

async function revision(): Promise<string> {
  const { body } = await send(cms.url, 'GET', '/api/export/revision', undefined, {
    authorization: `Bearer ${cms.exportToken}`,
  });
  return body.revision;
}

const newest = () => told.at(-1)?.body.client_payload.revision;
const patient = { timeout: 240_000, interval: 200 };
const store = () => cms.strapi.store({ type: 'api', name: 'publication' });
const looks = (seconds: number) => new Promise((resolve) => setTimeout(resolve, seconds * 1000));

it('tells the repository of a new state, again after a failure, and not twice within its pause', async () => {
  const first = await revision();
  await vi.waitFor(() => expect(newest()).toBe(first), patient);
  expect(failures).toBe(0);
  expect(told[0]).toMatchObject({
    path: '/repos/example/site/dispatches',
    authorization: 'Bearer a-token',
    body: { event_type: 'content-published' },
  });
  const { documentId } = await create(cms, 'story', samples.story('News'));
  await cms.asSystem(() =>
    cms.strapi.documents('api::story.story' as never).publish({ documentId, locale: 'bn' }),
  );
  const second = await revision();
  await vi.waitFor(() => expect(newest()).toBe(second), patient);
  const count = told.length;
  await looks(6);
  expect(told).toHaveLength(count);
  // Nothing of the content: not a title, not an address, only how much there is.
  for (const { body } of told) {
    const { revision } = body.client_payload;
    expect(body).toEqual({ event_type: 'content-published', client_payload: { revision } });
    expect(revision).toMatch(/^\d+-\d+$/);
  }
});

it('tells again while the live manifest has not caught up, and never after it has', async () => {
  const count = told.length;
  const longAgo = async () => {
    const last = (await store().get({ key: 'dispatch' })) as object;
    await store().set({ key: 'dispatch', value: { ...last, at: 0 } });
  };
  await longAgo();
  await vi.waitFor(() => expect(told).toHaveLength(count + 1), patient);
  live = await revision();
  await vi.waitFor(
    async () => expect(await store().get({ key: 'dispatch' })).toMatchObject({ live: true }),
    patient,
  );
  await longAgo();
  await looks(11);
  expect(told).toHaveLength(count + 1);
});
