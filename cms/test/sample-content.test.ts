import { globSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { type TypeName, typeNames, types } from 'content-types';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readSampleContent, type SampleEntry } from '../src/features/sample-content/read.ts';
import { readExport, send, startCms, type TestCms } from './cms.ts';

const FOLDER = path.resolve(import.meta.dirname, '../sample-content');
const require = createRequire(import.meta.url);
// The compiled module: it shares its instance of Strapi's helpers with the CMS under test.
const { loadSampleContent } =
  require('../dist/src/features/sample-content/load.js') as typeof import('../src/features/sample-content/load.ts');

const samples: SampleEntry[] = await readSampleContent(FOLDER);
const live = samples.filter(({ draft }) => !draft);
const versions = (entries: SampleEntry[]) => entries.flatMap((entry) => Object.values(entry.versions)).length;

const liveOf = (type: TypeName) => live.filter((entry) => entry.type === type);
const isInOneLanguage = ({ versions }: SampleEntry) => Object.keys(versions).length === 1;

describe('the sample content', () => {
  it('holds all ministries, programmes and the rest, in the numbers promised', () => {
    const counts = Object.fromEntries(typeNames.map((type) => [type, liveOf(type).length]));
    expect(counts).toMatchObject({
      ministry: 35,
      programme: 24,
      course: 2,
      lesson: 12,
      video: 4,
      document: 12,
      'site-settings': 1,
    });
    expect(counts.story).toBeGreaterThanOrEqual(15);
    expect(counts.meeting).toBeGreaterThanOrEqual(3);
    expect(counts.page).toBeGreaterThanOrEqual(5);
    expect(counts.committee).toBe(1 + 9 + 5 + 4 * 35);
    expect(new Set(liveOf('story').map(({ versions }) => (versions.bn ?? versions.en)?.kind)).size).toBe(10);
    expect(new Set(liveOf('charter-service').map(({ versions }) => versions.bn?.programme)).size).toBe(6);
  });

  it('has both languages of everything but five entries', () => {
    expect(live.filter(isInOneLanguage)).toHaveLength(5);
  });

  it('keeps some drafts, which name a place that nothing live names', () => {
    const canary = /zafranpur|জাফরানপুর/i;
    expect(samples.filter(({ draft }) => draft).length).toBeGreaterThanOrEqual(5);
    for (const { draft, versions, key } of samples)
      expect(`${key} ${canary.test(JSON.stringify(versions))}`).toBe(`${key} ${draft}`);
  });

  it('draws every picture that it names', () => {
    const drawn = globSync('images/*.svg', { cwd: FOLDER }).map((file) => path.basename(file));
    const named = JSON.stringify(samples).match(/[\w-]+\.svg/g) ?? [];
    expect(named.filter((name) => !drawn.includes(name))).toEqual([]);
  });
});

describe('loading it', () => {
  let cms: TestCms;

  const load = (...only: string[]) =>
    cms.asSystem(() => loadSampleContent(cms.strapi, FOLDER, only, () => {}));

  beforeAll(async () => {
    cms = await startCms();
  });
  afterAll(async () => {
    await cms?.stop();
  });

  it('of one type alone takes that type, and refuses one that does not exist', async () => {
    await expect(load('term', 'terms')).rejects.toThrow('there is no type “terms”; there are term, ministry');
    expect(await load('term')).toBe(samples.filter(({ type }) => type === 'term').length);
    expect(await cms.strapi.db.query('api::ministry.ministry').count()).toBe(0);
  });

  it('publishes every version that is no draft, in a form that the site’s model accepts', {
    timeout: 240_000,
  }, async () => {
    expect(await load()).toBe(samples.filter(({ type }) => type !== 'term').length);
    const lines = await readExport(cms);
    const entries = lines.filter((line) => line.line === 'entry');
    const broken = entries.flatMap(({ type, locale, fields }) => {
      const { error } = types[type as TypeName].entry.safeParse(fields);
      return error ? `${type} ${fields.slug ?? fields.code} ${locale}: ${error.message}` : [];
    });
    expect(broken).toEqual([]);
    expect(entries).toHaveLength(versions(live));
    expect(JSON.stringify(lines)).not.toMatch(/zafranpur|জাফরানপুর/i);
  });

  it('writes slugs and codes as they are in the files, the same in both languages', async () => {
    for (const type of typeNames.filter((name) => types[name].name !== 'site-settings')) {
      const key = (types[type] as { key: string }).key;
      const rows = await cms.strapi.db
        .query(types[type].uid as never)
        .findMany({ where: { publishedAt: null } });
      const wanted = samples
        .filter((entry) => entry.type === type)
        .flatMap(({ key, versions }) => Object.keys(versions).map(() => key));
      expect(rows.map((row: Record<string, string>) => row[key]).sort()).toEqual(wanted.sort());
    }
  });

  it('a second time changes nothing, not even what was deleted or edited since', {
    timeout: 240_000,
  }, async () => {
    const programmes = cms.strapi.documents('api::programme.programme' as never);
    const [one, two] = await cms.strapi.db
      .query('api::programme.programme')
      .findMany({ where: { publishedAt: null, locale: 'bn' }, limit: 2 });
    await cms.asSystem(() => programmes.delete({ documentId: one.documentId, locale: '*' }));
    await cms.asSystem(() =>
      programmes.update({ documentId: two.documentId, locale: 'bn', data: { name: 'Edited' } as never }),
    );
    expect(await load()).toBe(0);
    const names = await cms.strapi.db
      .query('api::programme.programme')
      .findMany({ where: { publishedAt: null, locale: 'bn' } });
    expect(names.some(({ documentId }: { documentId: string }) => documentId === one.documentId)).toBe(false);
    expect(names.some(({ name }: { name: string }) => name === 'Edited')).toBe(true);
  });

  it('gives a copy of the outbox’s count to the builder', async () => {
    const { body } = await send(cms.url, 'GET', '/api/export/revision', undefined, {
      authorization: `Bearer ${cms.exportToken}`,
    });
    expect(body.revision).toBe(
      `${await cms.strapi.db.query('api::publication.change').count()}-${body.revision.split('-')[1]}`,
    );
  });
});
