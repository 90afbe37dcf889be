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
let github: Server;
let cms: TestCms;

async function bodyOf(request: IncomingMessage) {
  let text = '';
  for await (const chunk of request) text += chunk;
  return JSON.parse(text);
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
  await new Promise<void>((resolve) => github.listen(0, '127.0.0.1', resolve));
  process.env.GITHUB_API_URL = `http://127.0.0.1:${(github.address() as AddressInfo).port}`;
  process.env.GITHUB_REPOSITORY_DISPATCH = 'example/site';
  process.env.GITHUB_DISPATCH_TOKEN = 'a-token';
  cms = await startCms();
  await createBasics(cms);
});
afterAll(async () => {
  await cms?.stop();
  github.close();
});

async function revision(): Promise<string> {
  const { body } = await send(cms.url, 'GET', '/api/export/revision', undefined, {
    authorization: `Bearer ${cms.exportToken}`,
  });
  return body.revision;
}

const newest = () => told.at(-1)?.body.client_payload.revision;

it('tells the repository of every new state, again after a failure, and not twice of the same', async () => {
  const first = await revision();
  await vi.waitFor(() => expect(newest()).toBe(first), { timeout: 20_000, interval: 200 });
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
  await vi.waitFor(() => expect(newest()).toBe(second), { timeout: 20_000, interval: 200 });
  const count = told.length;
  await new Promise((resolve) => setTimeout(resolve, 6_000));
  expect(told).toHaveLength(count);
});
