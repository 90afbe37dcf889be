import { execFileSync } from 'node:child_process';
import { appendFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readSettings } from '../kernel/settings.ts';
import { putLive } from '../test/put-live.ts';
import {
  asOfDate,
  findDamage,
  type Manifest,
  readHashes,
  readManifest,
  readRedirects,
  sealRelease,
} from './manifest.ts';
import { releaseFolder } from './release.ts';
import { ReleaseTree } from './release-tree.ts';

let data: string;
let release: string;
let manifest: Manifest;
const at = '2026-01-01T00:00:00.000Z';
const version = (key: string, locale: string) => ({
  type: 'story',
  documentId: `document-${key}`,
  locale,
  key,
  publishedAt: at,
});
const damage = () => findDamage(release, manifest, () => undefined);

beforeEach(async () => {
  data = await mkdtemp(join(tmpdir(), 'manifest-'));
  const { folders } = readSettings({ DATA_DIR: data });
  const entries = [version('a', 'bn'), version('a', 'en'), version('b', 'bn')];
  manifest = await putLive(
    folders,
    'r1',
    { 'index.html': 'home', 'x/index.html': 'x' },
    { revision: '7-9', entries, redirects: [['/old/', '/x/']] },
  );
  release = releaseFolder(folders, 'r1');
});
afterEach(() => rm(data, { recursive: true }));

describe('a sealed release', () => {
  it('says what it contains and from which state of the outbox', async () => {
    expect(await readManifest(release)).toEqual(manifest);
    expect(manifest).toMatchObject({ id: 'r1', revision: '7-9', entries: 3, pages: 2 });
    expect(manifest.contains).toEqual({ story: { bn: 2, en: 1 } });
    const contents = (await readFile(join(release, 'contents.ndjson'), 'utf8')).trimEnd().split('\n');
    expect(contents.map((line) => JSON.parse(line))).toContainEqual(version('b', 'bn'));
  });

  it('is as of when it was built where it does not say it, as those of before a clock was asked', async () => {
    expect(manifest).not.toHaveProperty('asOf');
    expect(asOfDate(manifest).toISOString()).toBe(manifest.builtAt);
    const { folders } = readSettings({ DATA_DIR: data });
    const times = { asOf: '2026-01-02T00:00:00.000Z', validUntil: '2026-01-03T00:00:00.000Z' };
    const later = await putLive(folders, 'r2', { 'index.html': 'later' }, times);
    expect(await readManifest(releaseFolder(folders, 'r2'))).toEqual(later);
    expect(later).toMatchObject(times);
    expect(asOfDate(later).toISOString()).toBe(times.asOf);
  });

  it('lists the hash of every file as sha256sum checks them', async () => {
    expect([...(await readHashes(release, manifest)).keys()].sort()).toEqual([
      'contents.ndjson',
      'redirects.json',
      'redirects.map',
      'site/index.html',
      'site/release.json',
      'site/x/index.html',
    ]);
    expect(manifest.files.count).toBe(6);
    execFileSync('sha256sum', ['--check', '--strict', '--quiet', 'files.sha256'], { cwd: release });
  });

  it('lists what it changes of the one before, and nothing that went', async () => {
    const facts = { revision: '1-1', code: 'c', builtAt: at, pages: 1, redirects: [] };
    const entries = Array.from({ length: 1200 }, (_, number) => version(`${number}`, 'bn'));
    const first = await ReleaseTree.begin(join(data, 'first'));
    for (const name of ['stays', 'changes', 'goes']) first.write(`site/${name}.txt`, Buffer.from(name));
    await sealRelease(first.folder, { ...facts, id: 'first', entries }, first.files);

    const next = await ReleaseTree.begin(join(data, 'next'), { folder: first.folder, files: first.files });
    next.write('site/changes.txt', Buffer.from('changed'));
    next.remove('site/goes.txt');
    const left = [...entries.slice(0, 700), ...entries.slice(701)];
    left[5] = { ...version('5', 'bn'), publishedAt: '2026-02-02T00:00:00.000Z' };
    await sealRelease(next.folder, { ...facts, id: 'next', entries: left }, next.files);
    const lines = left.map((entry) => `${JSON.stringify(entry)}\n`).join('');
    expect(await readFile(join(next.folder, 'contents.ndjson'), 'utf8')).toBe(lines);
    for (const { folder } of [first, next]) {
      execFileSync('sha256sum', ['--check', '--strict', '--quiet', 'files.sha256'], { cwd: folder });
    }
    const listed = async ({ folder }: ReleaseTree) =>
      (await readFile(join(folder, 'files.sha256'), 'utf8')).match(/(?<=site\/)\w+(?=\.txt)/g)?.sort();
    expect(await listed(first)).toEqual(['changes', 'goes', 'stays']);
    expect(await listed(next)).toEqual(['changes', 'stays']);
  });

  it('says where moved addresses lead, for nginx too', async () => {
    expect(await readRedirects(release)).toEqual(new Map([['/old/', '/x/']]));
    expect(await readFile(join(release, 'redirects.map'), 'utf8')).toBe('"/old/" "/x/";\n');
  });

  it('tells everybody its name and state, and no more', async () => {
    const { id, revision, builtAt } = manifest;
    expect(JSON.parse(await readFile(join(release, 'site/release.json'), 'utf8'))).toEqual({
      id,
      revision,
      builtAt,
    });
  });
});

describe('the comparison with the manifest', () => {
  it('finds nothing in a whole release', async () => {
    expect(await damage()).toEqual({ missing: [], changed: [], extra: [] });
  });

  it('names each file that is missing, changed or too many', async () => {
    await rm(join(release, 'site/x/index.html'));
    await appendFile(join(release, 'site/index.html'), ' ');
    await writeFile(join(release, 'site/extra.html'), '');
    expect(await damage()).toEqual({
      missing: ['site/x/index.html'],
      changed: ['site/index.html'],
      extra: ['site/extra.html'],
    });
  });

  it('does not trust a list of hashes that was changed with the files', async () => {
    await appendFile(join(release, 'files.sha256'), `${'0'.repeat(64)}  site/extra.html\n`);
    await expect(damage()).rejects.toThrow('files.sha256 is not the one that was sealed');
    await rm(join(release, 'files.sha256'));
    await expect(damage()).rejects.toThrow('files.sha256 is missing');
  });
});
