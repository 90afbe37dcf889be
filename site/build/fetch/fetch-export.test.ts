import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readSettings, type SiteSettings } from '../../kernel/settings.ts';
import { exportOf, storyLine } from '../../test/small-export.ts';
import { StandInCms, TOKEN } from '../../test/stand-in-cms.ts';
import { fetchExport, fetchRevision } from './fetch-export.ts';

let data: string;
let cms: StandInCms;
let settings: SiteSettings;
const { signal } = new AbortController();
const fetchAll = () => fetchExport({ settings, token: TOKEN, signal });

beforeEach(async () => {
  data = await mkdtemp(join(tmpdir(), 'fetch-'));
  cms = await new StandInCms().start();
  settings = readSettings({ DATA_DIR: data, CMS_URL: cms.url });
  cms.ndjson = exportOf([storyLine('a', { picture: 'a.png' }), storyLine('b', { picture: 'gone.png' })]);
  cms.files.set('a.png', 'bytes of a');
});
afterEach(async () => {
  await cms.stop();
  await rm(data, { recursive: true });
});

describe('fetching the export', () => {
  it('keeps it and its files, and does without a file that the CMS lacks', async () => {
    const { content, media } = await fetchAll();
    expect(content.entries.map(({ key }) => key)).toEqual(['a', 'b']);
    expect(await readFile(join(media, 'a.png'), 'utf8')).toBe('bytes of a');
    expect(await readdir(media)).toEqual(['a.png']);
  });

  it('asks for a file once and drops it when nothing names it any more', async () => {
    await fetchAll();
    await fetchAll();
    expect(cms.asked.filter((path) => path.endsWith('/a.png'))).toHaveLength(1);
    cms.ndjson = exportOf([storyLine('b', {})]);
    expect(await readdir((await fetchAll()).media)).toEqual([]);
  });

  it('tries again when the CMS stumbles', async () => {
    cms.trouble.push(503, 0);
    expect((await fetchAll()).content.entries).toHaveLength(2);
  });

  it.each([
    ['without its end', (ndjson: string) => ndjson.slice(0, ndjson.lastIndexOf('{"line":"end"'))],
    ['without an entry', (ndjson: string) => ndjson.replace(/^.*"slug":"b".*\n/m, '')],
    ['that is empty', () => ''],
    ['that is an error page', () => '<!doctype html>'],
  ])('refuses one %s', async (_, damage) => {
    cms.ndjson = damage(cms.ndjson);
    await expect(fetchAll()).rejects.toThrow(/^Export/);
  });

  it('asks for what has changed since, and for all of it when that does not fit', async () => {
    const { content } = await fetchAll();
    cms.ndjson = cms.ndjson.replace('"revision":"r1"', '"revision":"r1","since":"r0"');
    await expect(fetchExport({ settings, token: TOKEN, signal }, content)).rejects.toThrow(
      'changes since r0',
    );
    expect(cms.asked.filter((path) => path.startsWith('/api/export?') || path === '/api/export')).toEqual([
      '/api/export',
      '/api/export?since=r1',
      '/api/export?since=r1',
      '/api/export',
    ]);
  });

  it('refuses one that broke off on the way', async () => {
    cms.trouble.push(0, 0, 0);
    await expect(fetchAll()).rejects.toThrow(`GET ${cms.url}/api/export failed: `);
  });

  it('names method, address and status of a refusal, and does not insist', async () => {
    const refused = fetchExport({ settings, token: 'wrong', signal });
    await expect(refused).rejects.toMatchObject({
      message: `GET ${cms.url}/api/export answered 401`,
      status: 401,
      method: 'GET',
    });
    expect(cms.asked).toHaveLength(1);
  });

  it('ends at once when it is told to', async () => {
    const controller = new AbortController();
    controller.abort(new Error('the builder ends'));
    const fetching = fetchExport({ settings, token: TOKEN, signal: controller.signal });
    await expect(fetching).rejects.toThrow('the builder ends');
  });
});

describe('fetching the revision', () => {
  it('reads it', async () => {
    expect(await fetchRevision({ settings, token: TOKEN, signal })).toBe('r1');
  });

  it('says why the CMS does not answer', async () => {
    const { url } = cms;
    await cms.stop();
    await expect(fetchRevision({ settings, token: TOKEN, signal })).rejects.toThrow(
      new RegExp(`^GET ${url}/api/export/revision failed: .*ECONNREFUSED`),
    );
    await cms.start();
  });
});
