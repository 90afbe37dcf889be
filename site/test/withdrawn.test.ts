import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { chmod, cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import type { EntryLine, ExportLine, NoticeLine } from 'content-types';
import sharp from 'sharp';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { releasePin, rollBack } from '../build/cli/rollback-release.ts';
import { rebuildReleaseApart } from '../build/post-publish/rebuild-release.ts';
import { codeHash } from '../build/render/code-hash.ts';
import { readWithdrawn } from '../build/withdrawal/withdrawn.ts';
import { filesBelow, forEach } from '../kernel/files.ts';
import { root } from '../kernel/settings.ts';
import { addressOf } from '../kernel/site-files.ts';
import { type Pin, readPin } from '../release/pin.ts';
import { finishedReleases, liveId, liveManifest, releaseFolder } from '../release/release.ts';
import { staticServer } from '../serve/static-server.ts';
import { fixtureLines } from './fixture.ts';
import { Builder, counted } from './in-process-builder.ts';
import { startNginx } from './start-nginx.ts';

/**
 * Real builds, and every address that was ever served asked for again of both servers: nothing of what was
 * withdrawn may come back from anywhere. All of its words begin with `qzx`, which nothing else has.
 */

const SECRET = /qzx/i;
const PICTURES = ['qzx-old.jpg', 'qzx-new.jpg'] as const;
const { signal } = new AbortController();
const at = '2026-03-01T00:00:00.000Z';

let folder: string;
let servers: readonly {
  readonly name: string;
  readonly origin: string;
  readonly stop: () => Promise<unknown>;
}[];
let builder: Builder;
/** Every path that a release or the folder beside the releases ever had. */
const addresses = new Set<string>();
/** Hashes of the pictures and files that only what is withdrawn has, however they were made smaller. */
const secrets = new Set<string>();

const start = fixtureLines();
const based = (slug: string) =>
  start.filter((line): line is EntryLine => line.line === 'entry' && line.fields.slug === slug);

/** Something of the fixture under another name, in both languages. */
function like(slug: string, key: string, fields: object): EntryLine[] {
  return based(slug).map((line) => ({
    ...line,
    documentId: `document-${key}`,
    publishedAt: at,
    firstPublishedAt: at,
    fields: { ...line.fields, slug: key, ...fields },
  }));
}

const paragraph = (text: string) => ({
  component: 'body.text',
  content: [{ type: 'paragraph', children: [{ type: 'text', text }] }],
});
const story = (version: string, picture: string) =>
  like('story-7', 'taken-down-story', {
    title: `Qzxtitle ${version}`,
    summary: `Qzxsummary ${version}`,
    date: '2031-01-01',
    body: [paragraph(`Qzxbody ${version} qzxword${version}`)],
    cover: {
      image: { file: picture, name: picture, mime: 'image/jpeg', size: 1 },
      alternative: `Qzxalternative ${version}`,
    },
  });
const paper = () =>
  like('annual-report', 'taken-down-paper', {
    title: 'Qzxpaper',
    summary: 'Qzxpapersummary',
    date: '2031-01-01',
    files: [
      {
        label: 'Qzxlabel',
        file: { file: 'qzx.pdf', name: 'qzx.pdf', mime: 'application/pdf', size: 1 },
      },
    ],
  });

/** What is approved later; its words begin with `wvx`. */
const later = (key: string) =>
  like('story-7', key, { title: `Wvxtitle ${key}`, body: [paragraph(`Wvxbody ${key}`)], date: '2031-02-01' });

let states = 0;

/** All that is published, each time another state. */
function exported(entries: readonly EntryLine[], notices: readonly NoticeLine[] = []): ExportLine[] {
  states += 1;
  const revision = `${states}-${states}`;
  const lines = [...start.slice(0, -1), ...entries, ...notices, ...start.slice(-1)];
  return counted(lines).map((line) => ('revision' in line ? { ...line, revision } : line));
}

const notice: NoticeLine = {
  line: 'notice',
  type: 'story',
  documentId: 'document-taken-down-story',
  key: 'taken-down-story',
  title: { bn: 'Withdrawn title', en: 'Withdrawn title' },
  notice: { bn: 'ভুল ছিল।', en: 'It was wrong.' },
  withdrawnAt: '2026-04-01T00:00:00.000Z',
};

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'withdrawn-'));
  // For nginx, which is somebody else.
  await chmod(folder, 0o755);
  await mkdir(join(folder, 'media'));
  await writeMedia();
  secrets.add(sha256(await readFile(join(folder, 'media/qzx.pdf'))));
  builder = new Builder(folder, 'data');
  const { settings } = builder;
  await mkdir(settings.dataDir);
  const own = staticServer({ settings }).listen(0, '127.0.0.1');
  await once(own, 'listening');
  servers = [
    {
      name: 'own',
      origin: `http://127.0.0.1:${(own.address() as AddressInfo).port}`,
      stop: async () => own.close().closeAllConnections(),
    },
    { name: 'nginx', ...(await startNginx(settings)) },
  ];
});
afterAll(async () => {
  await Promise.all((servers ?? []).map(({ stop }) => stop()));
  await rm(folder, { recursive: true, maxRetries: 5 });
});

async function writeMedia(): Promise<void> {
  const media = join(folder, 'media');
  await writeFile(join(media, 'report.pdf'), '%PDF-1.4');
  await writeFile(join(media, 'qzx.pdf'), '%PDF-1.4 Qzxbytes');
  const backgrounds = { 'missing.jpg': 'green', 'qzx-old.jpg': 'red', 'qzx-new.jpg': 'blue' };
  for (const [name, background] of Object.entries(backgrounds)) {
    const picture = sharp({ create: { width: 90, height: 60, channels: 3, background } });
    await writeFile(join(media, name), await picture.jpeg().toBuffer());
  }
}

/** Notes every address that is or was served. */
async function note(): Promise<void> {
  const { folders } = builder.settings;
  const roots = (await finishedReleases(folders)).map((id) => join(releaseFolder(folders, id), 'site'));
  for (const root of [...roots, folders.assets]) {
    for (const file of await filesBelow(root).catch(() => [])) addresses.add(addressOf(file));
  }
  for (const file of await filesBelow(folders.images)) {
    const bytes = await readFile(join(folders.images, file));
    if (/\.(avif|webp)$/.test(file) && !known.has(file)) secrets.add(sha256(bytes));
    known.add(file);
  }
}
/** Pictures of others. */
const known = new Set<string>();

/** The same while nothing is there that is to be withdrawn: what pictures there are hide nothing. */
async function noteOthers(): Promise<void> {
  await note();
  const { images } = builder.settings.folders;
  for (const file of await filesBelow(images)) secrets.delete(sha256(await readFile(join(images, file))));
}

let asked = 0;

/** The addresses at which a server still has something of what was withdrawn. */
async function leaks(secret = SECRET, encodings = ['identity', 'br, gzip']): Promise<string[]> {
  const found: string[] = [];
  for (const { name, origin } of servers) {
    await forEach(
      addresses,
      async (path) => {
        for (const accepted of encodings) {
          asked += 1;
          // nginx limits how often one address asks.
          const from = `127.0.${Math.floor(asked / 200_000)}.${2 + (Math.floor(asked / 800) % 250)}`;
          const { status, body } = await get(origin, path, accepted, from);
          if (status === 429) expect.unreachable('the server refuses so many requests');
          if (secret.test(body.toString()) || secrets.has(sha256(body)))
            found.push(`${name}: ${status} ${path}`);
        }
      },
      8,
    );
  }
  return [...new Set(found)].sort();
}

/** Goes back to before the last state, and holds that. @returns the release that was live until then */
async function hold(): Promise<string> {
  const { pin } = await rollBack(builder.settings.folders, signal, noRebuild);
  return pin.from;
}

/** What has to be so once what was withdrawn is gone from a release that is held. */
async function expectHeldWithout(before: Pin | undefined): Promise<void> {
  const { folders } = builder.settings;
  await note();
  // Its own words, and those of what else was approved since.
  expect(await leaks(/qzx|wvx/i, ['identity'])).toEqual([]);
  expect(await leftOnDisk()).toEqual([]);
  const pin = await readPin(folders);
  expect(pin).toMatchObject({ from: before?.from, since: before?.since });
  expect(pin?.release).not.toBe(before?.release);
  expect(await liveId(folders)).toBe(pin?.release);
  expect(await finishedReleases(folders)).not.toContain(before?.release);
  expect(await readWithdrawn(folders)).toBeUndefined();
  expect(await page()).toContain('ভুল ছিল।');
  await builder.verify();
}

/** How many pages are found by the search of the live release, by the language. */
async function foundPages(): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const [file, content] of await builder.files()) {
    if (!/^pagefind\/(\w+\/)?pagefind-entry\.json$/.test(file)) continue;
    const { languages } = JSON.parse(Buffer.from(content, 'base64').toString()) as {
      languages: Record<string, { page_count: number }>;
    };
    for (const [language, { page_count }] of Object.entries(languages))
      counts[language] = (counts[language] ?? 0) + page_count;
  }
  return counts;
}

/** What visitors find at the address of what is withdrawn. */
async function page(): Promise<string> {
  const { body } = await get(servers[0]?.origin ?? '', '/stories/taken-down-story/', 'identity', '127.0.0.1');
  return body.toString();
}

async function get(origin: string, path: string, accepted: string, localAddress: string) {
  const { hostname, port } = new URL(origin);
  const headers = { 'accept-encoding': accepted };
  const [answer] = await once(
    request({ hostname, port, path: encodeURI(path), headers, localAddress }).end(),
    'response',
  );
  const { statusCode: status, headers: sent } = answer;
  const bytes = await buffer(answer);
  if (sent['content-encoding'] === 'br') return { status, body: brotliDecompressSync(bytes) };
  return { status, body: unpacked(bytes) };
}

/** What the search loads is packed without being said to be. */
function unpacked(bytes: Buffer): Buffer {
  return bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes) : bytes;
}

/** Files in the data folder that still have something of it; what is published again each time is in none. */
async function leftOnDisk(): Promise<string[]> {
  const { dataDir } = builder.settings;
  const left: string[] = [];
  for (const file of await filesBelow(dataDir)) {
    const bytes = await readFile(join(dataDir, file));
    const body = file.endsWith('.br') ? brotliDecompressSync(bytes) : unpacked(bytes);
    if (SECRET.test(file) || SECRET.test(body.toString()) || secrets.has(sha256(body))) left.push(file);
  }
  return left;
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

const noRebuild = async () => expect.unreachable('the builder has made it over already');

/** Goes back to every release that there is, and lets go again. */
async function rollBackToEach(
  rebuildRelease: (id: string) => Promise<void>,
  shown = /ভুল ছিল।/,
): Promise<void> {
  const { folders } = builder.settings;
  const live = (await liveId(folders)) ?? '';
  for (const id of (await finishedReleases(folders)).filter((one) => one !== live)) {
    await rollBack(folders, signal, rebuildRelease, id);
    await note();
    expect({ id, leaks: await leaks(SECRET, ['identity']) }).toEqual({ id, leaks: [] });
    await builder.verify();
    expect(await page()).toMatch(shown);
    await releasePin(folders, signal);
  }
  await rollBack(folders, signal, rebuildRelease, live);
  await releasePin(folders, signal);
}

it('is gone from every address of both servers, from old releases and from the disk', async () => {
  await builder.build(exported([]));
  await noteOthers();
  await builder.build(exported([...story('one', PICTURES[0]), ...paper()]));
  await note();
  await builder.settle();
  await note();
  // The archive of the search has the first version, the current part the second one.
  await builder.build(exported([...story('two', PICTURES[1]), ...paper()]));
  await note();
  await builder.follow(async () => (await builder.files()).has('pagefind/current/pagefind-entry.json'));
  await note();
  const there = await leaks();
  for (const kind of [
    /own: 200 .*\/media\//,
    /\/files\//,
    /\/current\/.*pf_index/,
    /nginx: 200 .*pf_fragment/,
  ]) {
    expect(there.filter((address) => kind.test(address))).not.toEqual([]);
  }

  await builder.build(exported([], [notice]));
  // Nothing has followed yet.
  expect(await leaks()).toEqual([]);
  await builder.settle();
  await note();
  expect(await leaks()).toEqual([]);
  expect(await leftOnDisk()).toEqual([]);
  expect(await finishedReleases(builder.settings.folders)).toHaveLength(5);
  await rollBackToEach(noRebuild);
});

it('comes back when it is published again, and is gone again, with a builder killed in between', async () => {
  const { settings } = builder;
  const { folders } = settings;
  await builder.build(exported(story('three', PICTURES[1])));
  await builder.settle();
  await note();
  expect(await leaks(/Qzxbody three/)).toContain('own: 200 /stories/taken-down-story/');
  await builder.build(exported([], [{ ...notice, withdrawnAt: '2026-05-01T00:00:00.000Z' }]));
  await note();
  expect(await leaks()).toEqual([]);

  // Another process, which knows nothing of that one's.
  builder = new Builder(folder, 'data');
  await rollBack(folders, signal, (id) => rebuildReleaseApart(id, settings, signal));
  await note();
  expect(await leaks()).toEqual([]);
  await builder.verify();
  await releasePin(folders, signal);

  await builder.build(exported([], [{ ...notice, withdrawnAt: '2026-05-01T00:00:00.000Z' }]));
  await builder.settle();
  expect(await leftOnDisk()).toEqual([]);
  await rollBackToEach(noRebuild);
});

it('leaves the other language where one was taken down', async () => {
  const both = story('four', 'missing.jpg').map((line) =>
    line.locale === 'en' ? { ...line, fields: { ...line.fields, title: 'Qzxenglish' } } : line,
  );
  await builder.build(exported(both));
  await builder.settle();
  await note();
  expect(await leaks(/Qzxenglish/)).toContain('nginx: 200 /en/stories/taken-down-story/');
  await builder.build(exported(both.filter(({ locale }) => locale === 'bn')));
  expect(await leaks(/Qzxenglish/)).toEqual([]);
  // Its page shows the language that is left.
  expect(await leaks(/Qzxtitle four/)).toContain('own: 200 /en/stories/taken-down-story/');
});

describe('while a release is held', () => {
  beforeEach(async () => {
    // What was withdrawn before would count as withdrawn still.
    await builder.build(exported([]));
    await builder.settle();
    await noteOthers();
    await builder.build(exported([...story('five', PICTURES[0]), ...paper()]));
    await builder.settle();
    await note();
    await builder.build(exported([...story('six', PICTURES[1]), ...paper(), ...later('live-before')]));
    await builder.settle();
    await note();
    await hold();
    expect(await page()).toContain('Qzxbody five');
  });
  afterEach(async () => {
    const { folders } = builder.settings;
    if (await readPin(folders)) await releasePin(folders, signal);
  });

  const withdrawn = () => exported([...later('live-before'), ...later('approved-since')], [notice]);

  it('is gone from it, from all others and from the disk, and nothing else goes live', async () => {
    const { folders } = builder.settings;
    const before = await readPin(folders);
    const found = await foundPages();
    // What is approved alone changes nothing.
    await builder.lookWhilePinned(exported([...story('six', PICTURES[1]), ...paper(), ...later('waits')]));
    await builder.settle();
    expect(await liveId(folders)).toBe(before?.release);
    expect(await page()).toContain('Qzxbody five');

    await builder.lookWhilePinned(withdrawn());
    await builder.settle();
    await expectHeldWithout(before);
    // The two that are gone, and those that named them.
    for (const language of ['bn', 'en']) {
      expect((await foundPages())[language]).toBeLessThanOrEqual((found[language] ?? 0) - 2);
      expect((await foundPages())[language]).toBeGreaterThan((found[language] ?? 0) - 12);
    }
    // One of them never had it.
    await rollBackToEach(noRebuild, /ভুল ছিল।|কোনো পাতা নেই/);

    await builder.build(withdrawn());
    await builder.settle();
    await note();
    const shown = await leaks(/Wvxbody approved-since/, ['identity']);
    expect(shown).toContain('nginx: 200 /en/stories/approved-since/');
    expect(shown.join()).toContain('pf_fragment');
    expect(await leaks(SECRET, ['identity'])).toEqual([]);
    await builder.verify();
  });

  it('is gone from it with a builder that was started since, and rolling back further keeps nothing', async () => {
    const before = await readPin(builder.settings.folders);
    builder = new Builder(folder, 'data');
    await builder.lookWhilePinned(withdrawn());
    // Whoever goes to another release and back, before anything has followed.
    const { folders } = builder.settings;
    const rebuildRelease = (id: string) => rebuildReleaseApart(id, builder.settings, signal);
    const { pin } = await rollBack(folders, signal, rebuildRelease, before?.from);
    await note();
    expect(await leaks(SECRET, ['identity'])).toEqual([]);
    await rollBack(folders, signal, rebuildRelease, before?.release);
    expect(pin.from).toBe(before?.release);
    await builder.settle();
    await note();
    expect(await leaks(SECRET, ['identity'])).toEqual([]);
    expect(await leftOnDisk()).toEqual([]);
  });

  it('is gone from one that was made by other code, which is there or is not', async () => {
    const { folders, siteUrl } = builder.settings;
    const before = await readPin(folders);
    const code = `other-${process.pid}`;
    const own = await codeHash(siteUrl);
    const rendererOf = (name: string) => join(root, String(process.env.RENDERER_DIR), name);
    const path = join(releaseFolder(folders, before?.release ?? ''), 'release.json');
    await writeFile(path, JSON.stringify({ ...JSON.parse(await readFile(path, 'utf8')), code }));
    try {
      await cp(rendererOf(own), rendererOf(code), { recursive: true });
      await builder.lookWhilePinned(exported(story('six', PICTURES[1])));
      await builder.settle();
      await note();
      expect(await leaks(/qzxpaper/i, ['identity'])).toEqual([]);
      expect(await page()).toContain('Qzxbody five');
      expect((await liveManifest(folders))?.code).toBe(code);
    } finally {
      await rm(rendererOf(code), { recursive: true, force: true });
    }
    await builder.lookWhilePinned(withdrawn());
    await builder.settle();
    await expectHeldWithout(before);
    expect((await liveManifest(folders))?.code).toBe(own);
  });
});
