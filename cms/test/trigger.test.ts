import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { timed } from '../../scripts/test/pace.ts';
import { triggerServer } from '../../site/build/daemon/trigger.ts';
import { approveEntry, create, createBasics, samples, send, startCms, type TestCms } from './cms.ts';

let cms: TestCms;
let builder: Server;
let woken = 0;
/** What the builder was sent. */
const bodies: string[] = [];
let port = 0;

/** The builder's own server, which takes only what is signed. */
async function startBuilder(): Promise<void> {
  builder = triggerServer(process.env.REBUILD_WEBHOOK_SECRET ?? 'set before the CMS starts', () => {
    woken += 1;
  });
  builder.prependListener('request', (request) => {
    let body = '';
    request.on('data', (chunk) => {
      body += chunk;
    });
    request.on('end', () => bodies.push(body));
  });
  builder.listen(port, '127.0.0.1');
  await once(builder, 'listening');
  port = (builder.address() as AddressInfo).port;
}

beforeAll(async () => {
  await startBuilder();
  process.env.BUILDER_TRIGGER_URL = `http://127.0.0.1:${port}/`;
  cms = await startCms();
  // The secret is made with the CMS.
  builder.close();
  await startBuilder();
  await createBasics(cms);
});
afterAll(async () => {
  await cms?.stop();
  builder.close();
});

async function publish(title: string): Promise<void> {
  const { documentId } = await create(cms, 'story', samples.story(title));
  await cms.asSystem(() => cms.strapi.documents('api::story.story').publish({ documentId, locale: 'bn' }));
}

/** Until the builder was woken for everything so far. */
async function quiet(): Promise<void> {
  const store = cms.strapi.store({ type: 'api', name: 'publication' });
  const headers = { authorization: `Bearer ${cms.exportToken}` };
  await vi.waitFor(
    async () => {
      const { body } = await send(cms.url, 'GET', '/api/export/revision', undefined, headers);
      expect(await store.get({ key: 'triggered' })).toBe(body.revision);
    },
    { timeout: 240_000, interval: 200 },
  );
}

it('wakes the builder at once after a publish, and only then', async () => {
  await quiet();
  const before = woken;
  await create(cms, 'story', samples.story('A draft'));
  await new Promise((resolve) => setTimeout(resolve, 6_000));
  expect(woken).toBe(before);
  const took = await timed(async () => {
    await publish('Live');
    await vi.waitFor(() => expect(woken).toBe(before + 1), { timeout: 240_000, interval: 20 });
  });
  expect(took).toBeLessThan(2_000);
  // Nothing of the content: not a title, not an address, only how much there is.
  for (const body of bodies) {
    const { type, timestamp, data, ...more } = JSON.parse(body);
    expect([type, Object.keys(data), more]).toEqual([expect.any(String), ['revision'], {}]);
    expect(data.revision).toMatch(/^\d+-\d+$/);
    expect(timestamp).toMatch(/^\d{4}-.*Z$/);
  }
  expect(bodies.length).toBeGreaterThan(0);
});

it('does not wake it for a publish that fails', async () => {
  await quiet();
  const before = woken;
  const failing = cms.strapi.db.transaction(async () => {
    await publish('Rolled back');
    throw new Error('refused');
  });
  await expect(failing).rejects.toThrow('refused');
  await new Promise((resolve) => setTimeout(resolve, 6_000));
  expect(woken).toBe(before);
});

it('wakes it later where it does not listen, without holding up the publish', async () => {
  await quiet();
  const before = woken;
  const [info, warn] = [vi.spyOn(cms.strapi.log, 'info'), vi.spyOn(cms.strapi.log, 'warn')];
  builder.close();
  builder.closeAllConnections();
  await publish('While nobody listens');
  expect(woken).toBe(before);
  // As at each start, where the CMS is there before the builder.
  await vi.waitFor(
    () => expect(info).toHaveBeenCalledWith(expect.stringContaining('was not woken')),
    240_000,
  );
  expect(warn).not.toHaveBeenCalled();
  await startBuilder();
  await vi.waitFor(() => expect(woken).toBeGreaterThan(before), { timeout: 240_000, interval: 100 });
});

it('names the request that changed something, as the log and the audit record do', async () => {
  await quiet();
  const moderator = await cms.signIn('moderator');
  const { documentId } = await create(cms, 'story', samples.story('Asked for'));
  const before = bodies.length;
  expect((await approveEntry(cms, moderator, { type: 'story', documentId })).status).toBe(200);
  await vi.waitFor(() => expect(bodies.length).toBeGreaterThan(before), 240_000);
  const [told] = bodies.slice(before).map((body) => JSON.parse(body).data.requests);
  const { eventsOf } = cms.module<typeof import('../src/features/audit/record')>('features/audit/record');
  const rows = await eventsOf(cms.strapi, { type: 'story', document: documentId });
  const approved = rows.find(({ action }) => action === 'approval.approve');
  expect([told, typeof approved?.details.request]).toEqual([[approved?.details.request], 'string']);
});
