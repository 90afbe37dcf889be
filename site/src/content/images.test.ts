import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { encodeImage, fileUrl, responsiveImage } from './images.ts';

let media: string;
let cache: string;

const file = (name: string) => ({ file: name, name, mime: 'image/png', size: 1 });
const encoded = (url: string) => join(cache, 'images', url.replace('/media/', ''));

beforeAll(async () => {
  media = await mkdtemp(join(tmpdir(), 'media-'));
  const noise = { type: 'gaussian', mean: 128, sigma: 80 } as const;
  await sharp({ create: { width: 1200, height: 400, channels: 3, background: 'white', noise } })
    .png()
    .toFile(join(media, 'noise.png'));
  await sharp({ create: { width: 900, height: 600, channels: 4, background: '#06a8' } })
    .png()
    .toFile(join(media, 'plain.png'));
  await sharp({ create: { width: 100, height: 50, channels: 3, background: 'red' } })
    .png()
    .toFile(join(media, 'small.png'));
  await writeFile(join(media, 'broken.png'), 'not a picture');
});
beforeEach(async () => {
  cache = await mkdtemp(join(tmpdir(), 'cache-'));
  vi.stubEnv('MEDIA_DIR', media);
  vi.stubEnv('CACHE_DIR', cache);
  return () => rm(cache, { recursive: true });
});
afterAll(() => rm(media, { recursive: true }));

describe('a picture', () => {
  it('is 480 pixels wide in both formats, keeping its shape', async () => {
    const image = await responsiveImage(file('plain.png'));
    expect(image).toMatchObject({ width: 480, height: 320 });
    for (const [format, url] of Object.entries({ heif: image?.avif, webp: image?.webp })) {
      const { width, height, ...read } = await sharp(encoded(url ?? '')).metadata();
      expect({ width, height, format: read.format }).toEqual({ width: 480, height: 320, format });
    }
  });

  it('that several entries use at once is encoded for all of them', async () => {
    const images = join(cache, 'images');
    const all = await Promise.all(
      Array.from({ length: 4 }, () => encodeImage(file('small.png'), { media, images })),
    );
    expect(new Set(all.map(({ avif }) => avif)).size).toBe(1);
    expect((await readdir(images)).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  });

  it('stays within 10,000 bytes, smaller in size if quality alone does not do', async () => {
    const image = await encodeImage(file('noise.png'), { media, images: join(cache, 'images') });
    expect(image.width).toBeLessThan(480);
    for (const url of [image.avif, image.webp])
      expect((await stat(encoded(url))).size).toBeLessThanOrEqual(10_000);
  });

  it('is never enlarged', async () => {
    expect(await encodeImage(file('small.png'), { media, images: cache })).toMatchObject({
      width: 100,
      height: 50,
    });
  });

  it('is encoded once for each content, under whatever name', async () => {
    const folders = { media, images: join(cache, 'images') };
    const first = await encodeImage(file('plain.png'), folders);
    const { mtimeMs } = await stat(encoded(first.avif));
    expect(await encodeImage(file('plain.png'), folders)).toEqual(first);
    expect((await stat(encoded(first.avif))).mtimeMs).toBe(mtimeMs);
    expect(await readdir(folders.images)).toHaveLength(3);
  });

  it('is encoded again when only its record survived', async () => {
    const folders = { media, images: join(cache, 'images') };
    const first = await encodeImage(file('small.png'), folders);
    await rm(encoded(first.webp));
    await encodeImage(file('small.png'), folders);
    expect((await stat(encoded(first.webp))).size).toBeGreaterThan(0);
  });

  it.each(['broken.png', 'missing.png'])('is left out when it cannot be read: %s', async (name) => {
    expect(await responsiveImage(file(name))).toBeUndefined();
  });
});

it('gives a file its address', () => {
  expect(fileUrl(file('form_a1.pdf'))).toBe('/files/form_a1.pdf');
});
