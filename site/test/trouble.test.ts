import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { BuildReport } from '../build/report/report.ts';
import { type BuilderProcess, builders, says } from './builder-process.ts';
import { type SmallDisk, smallDisk } from './full-disk.ts';
import { liveState, publishState } from './numbered-state.ts';
import { StandInCms } from './stand-in-cms.ts';

/** What must not happen to visitors, whatever happens to the machine. Real builds of a small site. */

let data: string;
let cms: StandInCms;
const { start, rebuild } = builders(() => ({ data, cmsUrl: cms.url }));

const publish = (state: number) => publishState(cms, state);
const live = () => liveState(data);
const becomes = (state: number) => expect.poll(live, { timeout: 240_000, interval: 200 }).toBe(state);

async function end(builder: BuilderProcess): Promise<void> {
  const ended = once(builder, 'exit');
  builder.kill('SIGTERM');
  await ended;
}

beforeAll(async () => {
  cms = await new StandInCms().start();
});
afterAll(() => cms.stop());

describe('with a folder of its own', () => {
  beforeAll(async () => {
    data = await mkdtemp(join(tmpdir(), 'trouble-'));
    publish(1);
    expect((await rebuild()).status).toBe(0);
  });
  afterAll(() => rm(data, { recursive: true, maxRetries: 5 }));

  it('a CMS that is down, stumbles or breaks off leaves the site as it is, and it follows by itself', async () => {
    await cms.stop();
    const loop = start('loop');
    await says(loop, 'The CMS does not answer');
    expect(await live()).toBe(1);
    await cms.start();
    publish(2);
    await becomes(2);

    publish(3);
    // A build asks three times.
    cms.breaking.set('/api/export', 3);
    await says(loop, 'the site stays as it was');
    expect(await live()).toBe(2);
    await becomes(3);
    await end(loop);
  });

  it('a CMS that goes down keeps nobody from finding by the search what is live', async () => {
    const loop = start('loop');
    await says(loop, 'Watching');
    publish(4);
    await becomes(4);
    await expect.poll(() => cms.reports.at(-1)).toMatchObject({ ok: true, revision: '4-4' });
    await cms.stop();
    await says(loop, 'The CMS does not answer');
    const pages = (cms.reports as BuildReport[]).at(-1)?.release;
    const followed = async () =>
      (await readFile(join(data, 'logs/builder.jsonl'), 'utf8'))
        .split('\n')
        .filter((line) => line.includes('"part":"search"') && line.includes(`"pages":"${pages}"`));
    await expect.poll(followed, { timeout: 240_000 }).not.toEqual([]);
    await end(loop);
    await cms.start();
  });

  it('two builders at once work one after the other, and the newest state wins', async () => {
    publish(5);
    let answer = () => {};
    cms.slow = new Promise<void>((resolve) => {
      answer = resolve;
    });
    const first = start('rebuild');
    await expect.poll(() => cms.asked.at(-1), { timeout: 240_000 }).toMatch(/^\/api\/export(\?|$)/);
    publish(6);
    const second = start('rebuild');
    await says(second, 'Waiting for another build');
    cms.slow = undefined;
    answer();
    await Promise.all([once(first, 'close'), once(second, 'close')]);
    expect(await live()).toBe(6);
  });

  it('an older state never goes over a newer one without a confirmation', async () => {
    publish(5);
    const { status, said } = await rebuild();
    expect([status, said]).toEqual([1, expect.stringContaining('npm run rebuild -- --allow-older')]);
    expect(await live()).toBe(6);
    expect((await rebuild(['--allow-older'])).status).toBe(0);
    expect(await live()).toBe(5);
  });
});

describe('on a small disk', () => {
  const disk = smallDisk(8);
  const reason = typeof disk === 'string' ? disk : undefined;
  let loop: BuilderProcess;
  const { remount, remove, folder } = disk as SmallDisk;
  beforeAll(() => {
    data = folder;
  });
  afterEach(() => end(loop));
  afterAll(() => reason ?? remove());

  it('that is full, the old release stays, the message is clear, and it follows once there is room', async (test) => {
    test.skip(reason !== undefined, reason);
    publish(1);
    loop = start('loop');
    await says(loop, 'is live');
    await fill(join(data, 'filler'));
    publish(2);
    await says(loop, `The disk of ${data} is full: free some space on it.`);
    await expect
      .poll(() => cms.reports.at(-1), { timeout: 240_000 })
      .toMatchObject({ ok: false, kind: 'disk-full' });
    expect(await live()).toBe(1);
    await rm(join(data, 'filler'));
    await becomes(2);
  });

  it('that cannot be written to, likewise', async (test) => {
    test.skip(reason !== undefined, reason);
    remount('ro');
    publish(3);
    loop = start('loop');
    const said = await says(loop, ' cannot be written to: make it writable for this user.');
    // The path that was refused, for it need not be the data folder.
    expect(said).toContain(`${data}/`);
    expect(await live()).toBe(2);
    remount('rw');
    await becomes(3);
  });
});

/** Writes until there is no room for a release any more. */
async function fill(file: string): Promise<void> {
  const part = Buffer.alloc(100_000);
  for (;;) {
    try {
      await writeFile(file, part, { flag: 'a' });
    } catch (error) {
      expect((error as NodeJS.ErrnoException).code).toBe('ENOSPC');
      return;
    }
  }
}
