import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type * as Deliver from '../src/kernel/events/deliver.ts';
import type * as Deliveries from '../src/kernel/events/deliveries.ts';
import type * as DomainEvents from '../src/kernel/events/domain-events.ts';
import { startCms, type TestCms } from './cms.ts';

/** Events that the tests alone know of. */
type TestEvent =
  | { readonly name: 'lamp-lit'; readonly document: string }
  | { readonly name: 'lamp-broken'; readonly document: string };

let cms: TestCms;
let events: typeof DomainEvents;
let deliver: () => Promise<void>;
let heard: string[] = [];
/** What the listeners throw, by their names. */
const failing = new Map<string, string>();

const NOTES = 'api::approval.ministry-step';
const waiting = () => cms.strapi.db.query('api::event.delivery').count();
const emitted = (event: TestEvent) =>
  cms.strapi.db.transaction(() => events.emit<TestEvent>(cms.strapi, event));

beforeAll(async () => {
  cms = await startCms();
  events = cms.module<typeof DomainEvents>('kernel/events/domain-events');
  const { deliverEvents } = cms.module<typeof Deliver>('kernel/events/deliver');
  deliver = () => deliverEvents(cms.strapi);
  for (const listener of ['first', 'second']) {
    events.afterEvent<TestEvent, 'lamp-lit'>(cms.strapi, listener, ['lamp-lit'], async (_strapi, event) => {
      heard.push(`${listener} ${event.document}`);
      const reason = failing.get(listener);
      // Something that a listener writes before it fails must go with it.
      await cms.strapi.db
        .query(NOTES)
        .create({ data: { ministry: `${listener} ${event.document}`, on: false } });
      if (reason) throw new Error(reason);
    });
  }
});
afterAll(() => cms.stop());

describe('events', () => {
  it('are delivered to each listener after the commit, and once', async () => {
    heard = [];
    await cms.strapi.db.transaction(async () => {
      await events.emit<TestEvent>(cms.strapi, { name: 'lamp-lit', document: 'a' });
      await new Promise((resolve) => setImmediate(resolve));
      expect(heard).toEqual([]);
    });
    await vi.waitFor(async () => expect(await waiting()).toBe(0), 240_000);
    await Promise.all([deliver(), deliver()]);
    expect(heard.toSorted()).toEqual(['first a', 'second a']);
  });

  it('that were undone are delivered to nobody', async () => {
    heard = [];
    await expect(
      cms.strapi.db.transaction(async () => {
        await events.emit<TestEvent>(cms.strapi, { name: 'lamp-lit', document: 'b' });
        throw new Error('changed my mind');
      }),
    ).rejects.toThrow('changed my mind');
    await deliver();
    expect(heard).toEqual([]);
  });

  it('that a listener fails at stay for it, leave nothing half done and hold up no other', async () => {
    heard = [];
    failing.set('first', 'the lamp is out');
    await emitted({ name: 'lamp-lit', document: 'c' });
    await vi.waitFor(() => expect(heard).toContain('second c'), 240_000);
    await vi.waitFor(async () => expect(await waiting()).toBe(1), 240_000);
    const [row] = await cms.strapi.db.query('api::event.delivery').findMany();
    await vi.waitFor(
      async () =>
        expect(
          await cms.strapi.db.query('api::event.delivery').findOne({ where: { id: row.id } }),
        ).toMatchObject({
          listener: 'first',
          error: 'the lamp is out',
        }),
      240_000,
    );
    expect(await cms.strapi.db.query(NOTES).count({ where: { ministry: 'first c' } })).toBe(0);

    failing.clear();
    await emitted({ name: 'lamp-lit', document: 'd' });
    await vi.waitFor(() => expect(heard).toContain('first d'), 240_000);
    await cms.strapi.db.query('api::event.delivery').updateMany({ where: {}, data: { dueAt: 0 } });
    await deliver();
    expect(await waiting()).toBe(0);
    expect(await cms.strapi.db.query(NOTES).count({ where: { ministry: 'first c' } })).toBe(1);
  });

  it('that were committed by a process that ended are delivered by the next', async () => {
    heard = [];
    await cms.strapi.db.query('api::event.delivery').create({
      data: {
        listener: 'second',
        document: 'e',
        payload: JSON.stringify({ name: 'lamp-lit', document: 'e' }),
        attempts: 0,
        dueAt: Date.now(),
      },
    });
    await deliver();
    expect(heard).toEqual(['second e']);
  });

  it('of what is erased are forgotten', async () => {
    heard = [];
    const { forgetDeliveries } = cms.module<typeof Deliveries>('kernel/events/deliveries');
    failing.set('first', 'the lamp is out').set('second', 'the lamp is out');
    await emitted({ name: 'lamp-lit', document: 'f' });
    await vi.waitFor(
      async () =>
        expect(
          await cms.strapi.db.query('api::event.delivery').count({ where: { error: { $notNull: true } } }),
        ).toBe(2),
      240_000,
    );
    await forgetDeliveries(cms.strapi, 'f');
    failing.clear();
    expect(await waiting()).toBe(0);
  });

  it('that a listener within the transaction refuses do not happen', async () => {
    events.onEvent<TestEvent, 'lamp-broken'>(cms.strapi, ['lamp-broken'], async () => {
      throw new Error('no lamp breaks here');
    });
    await expect(emitted({ name: 'lamp-broken', document: 'g' })).rejects.toThrow('no lamp breaks here');
  });
});
