import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { readExport } from '../../src/content/export/read-export.ts';
import { exportOf, storyLine } from '../../test/small-export.ts';
import { findDeadLinks, prepareFiles } from './content-problems.ts';

let folder: string;
let sources: { media: string; images: string };

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'content-'));
  sources = { media: join(folder, 'media'), images: join(folder, 'images') };
  await mkdir(sources.media);
});
afterEach(() => rm(folder, { recursive: true }));

async function entriesOf(...lines: Parameters<typeof exportOf>[0]) {
  await writeFile(join(folder, 'export.ndjson'), exportOf(lines));
  return (await readExport(join(folder, 'export.ndjson'))).entries;
}

it('tells which pictures are missing or broken, naming entry and field', async () => {
  const picture = sharp({ create: { width: 10, height: 10, channels: 3, background: 'red' } }).png();
  await picture.toFile(join(sources.media, 'good.png'));
  await writeFile(join(sources.media, 'broken.png'), 'no picture');
  const entries = await entriesOf(
    storyLine('good', { picture: 'good.png' }),
    storyLine('broken', { picture: 'broken.png' }),
    storyLine('missing', { picture: 'missing.png' }),
  );
  const { leftOut, addresses } = await prepareFiles(entries, sources);
  expect(leftOut).toEqual([
    expect.objectContaining({
      type: 'story',
      key: 'broken',
      locale: 'bn',
      documentId: 'document-broken',
      title: 'Story broken',
      problem: expect.stringMatching(/^cover: broken\.png .* cannot be read as a picture/),
    }),
    expect.objectContaining({
      key: 'missing',
      problem: expect.stringMatching(/^cover: missing\.png .* is missing/),
    }),
  ]);
  expect(addresses).toEqual(new Set(['/files/broken.png', '/files/missing.png']));
});

it('tells which files cannot be read, and looks at the others', async () => {
  await mkdir(join(sources.media, 'folder.png'));
  const entries = await entriesOf(storyLine('folder', { picture: 'folder.png' }));
  const { leftOut } = await prepareFiles(entries, sources);
  expect(leftOut.map(({ problem }) => problem)).toEqual(['cover: folder.png (folder.png) cannot be read']);
});

it('tells which links are no address, or lead nowhere by the whole address of this site', async () => {
  const links = [
    'http://[',
    'https://example.org/stories/a/',
    'https://example.org/gone/',
    'https://example.com/',
  ];
  const entries = await entriesOf(...links.map((link, index) => storyLine(`s${index}`, { link })));
  const { leftOut } = findDeadLinks(
    entries,
    'https://example.org',
    (file) => file === 'stories/a/index.html',
  );
  expect(leftOut.map(({ about }) => about)).toEqual(['http://[', 'https://example.org/gone/']);
});

it('tells which links of an entry lead nowhere', async () => {
  const files = new Set(['stories/a/index.html', 'feed.xml']);
  const links = [
    '/stories/a/',
    '/stories/a',
    '/en/stories/a/#part',
    '/feed.xml',
    '/stories/gone/',
    '/gone#x',
  ];
  const entries = await entriesOf(...links.map((link, index) => storyLine(`s${index}`, { link })));
  const { leftOut, addresses } = findDeadLinks(entries, 'https://example.org', (file) => files.has(file));
  expect(leftOut.map(({ key, problem }) => [key, problem])).toEqual([
    ['s4', 'body: the link to /stories/gone/ leads nowhere'],
    ['s5', 'body: the link to /gone#x leads nowhere'],
  ]);
  expect(addresses).toContain('/en/stories/a/#part');
});
