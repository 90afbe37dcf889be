import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EntryLine } from 'content-types';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BROKEN, fixtureLines, toNdjson } from '../../../test/fixture.ts';
import { readExport } from './read-export.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'export-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function read(lines: readonly unknown[] | string) {
  const file = join(folder, 'export.ndjson');
  await writeFile(file, typeof lines === 'string' ? lines : toNdjson(lines));
  return readExport(file);
}

const at = '2026-01-01T00:00:00.000Z';

function line(type: string, fields: object, more: Partial<EntryLine> = {}): EntryLine {
  const documentId = JSON.stringify(fields).length.toString();
  return {
    line: 'entry',
    type,
    documentId,
    locale: 'bn',
    publishedAt: at,
    firstPublishedAt: at,
    fields: { ...fields },
    ...more,
  };
}

/** A whole export of these entries. */
function whole(entries: readonly EntryLine[]) {
  const counts: Record<string, number> = {};
  for (const { type } of entries) counts[type] = (counts[type] ?? 0) + 1;
  return [
    { line: 'header', format: 1, revision: 'r1', counts, withheld: [] },
    ...entries,
    { line: 'end', lines: entries.length, revision: 'r1' },
  ];
}

const page = (slug: string, more: object = {}) => ({
  slug,
  title: `Page ${slug}`,
  summary: 'Words',
  ...more,
});
const term = (code: string) =>
  line('term', { code, vocabulary: 'story-kind', name: code }, { documentId: code });

describe('a whole export', () => {
  it('is read with its revision, entries, redirects and what is withheld', async () => {
    const { revision, entries, redirects, withheld } = await read(fixtureLines());
    expect(revision).toBe('r1');
    expect(entries.find(({ key }) => key === 'old-age-allowance')?.type).toBe('programme');
    expect(entries.find(({ type }) => type === 'site-settings')?.key).toBe('site-settings');
    expect(redirects).toContainEqual(expect.objectContaining({ from: 'old-name', to: 'old-age-allowance' }));
    expect(withheld).toHaveLength(2);
  });

  it('loses fields that the model does not know and gets the lists that are absent', async () => {
    const { entries } = await read(whole([line('page', page('about', { secret: 'x' }))]));
    expect(entries[0]?.fields).toEqual({ ...page('about'), body: [] });
  });

  it('keeps line separators inside a text and loses what HTML cannot hold', async () => {
    const title = 'one\u2028two\u0000\u0008\ufffe\ud800';
    const { entries } = await read(whole([line('page', page('about', { title }))]));
    expect(entries[0]?.fields).toMatchObject({ title: 'one\u2028two\ufffd' });
  });
});

describe('one broken entry', () => {
  it('is left out and named with its field, and the others stay', async () => {
    const { entries, leftOut } = await read(fixtureLines());
    expect(entries.some(({ key }) => key === BROKEN.key)).toBe(false);
    expect(leftOut.map(({ type, key, locale }) => `${type} ${key} ${locale}`)).toEqual([
      'story broken-story bn',
      'story broken-story en',
    ]);
    expect(leftOut[0]?.problem).toMatch(/^date: /);
    expect(leftOut[0]?.title).toBe('সংবাদ 101');
  });

  it('is named by the path to a field deep inside it', async () => {
    const body = [{ component: 'body.table', caption: 'x' }];
    const { leftOut } = await read(whole([line('page', page('about', { body }))]));
    expect(leftOut[0]?.problem).toMatch(/^body\.0\.cells: /);
  });

  it.each([
    ['a page that would take the place of a list', page('programmes'), /^slug: programmes/],
    ['a title of invisible characters', page('about', { title: ' \u200b\u200d' }), /^title: .*visible/],
  ])('may be %s', async (_, fields, problem) => {
    const { entries, leftOut } = await read(whole([line('page', fields)]));
    expect(entries).toEqual([]);
    expect(leftOut[0]?.problem).toMatch(problem);
  });

  it('may be the second of two with one slug', async () => {
    const twins = [line('page', page('about')), line('page', page('about'), { documentId: 'other' })];
    const { entries, leftOut } = await read(whole(twins));
    expect(entries).toHaveLength(1);
    expect(leftOut[0]).toMatchObject({
      documentId: 'other',
      problem: expect.stringMatching(/^slug: .*about/),
    });
  });

  it('may be a lesson whose course is not there', async () => {
    const lesson = {
      slug: 'first',
      title: 'First',
      ministry: 'msw',
      course: 'gone',
      order: 1,
      minutes: 5,
      summary: 'Words',
    };
    const { entries, leftOut } = await read(whole([line('lesson', lesson)]));
    expect(entries).toEqual([]);
    expect(leftOut[0]?.problem).toBe('course: gone is not on the site');
  });
});

describe('what an entry has lost since it was approved', () => {
  const story = { slug: 'a', title: 'A', ministry: 'msw', date: '2018-01-01', summary: 'Words' };

  it('does not take the entry down when it is a reference', async () => {
    const programme = {
      slug: 'p',
      name: 'P',
      ministry: 'msw',
      stages: [],
      summary: 'Words',
      whoQualifies: [],
    };
    const benefits = [{ amount: 'some' }];
    const { entries, leftOut } = await read(
      whole([line('story', story), line('programme', { ...programme, benefits })]),
    );
    expect(leftOut).toEqual([]);
    expect(entries[0]?.fields).toMatchObject({ kind: '' });
    expect(entries[1]?.fields).toMatchObject({ stages: [''], benefits: [{ kind: '', amount: 'some' }] });
  });

  it('goes with its part, which is named, when it is a file', async () => {
    const figure = { alternative: 'A picture' };
    const body = [
      { component: 'shared.figure', ...figure },
      { component: 'body.video-link', title: 'V', url: 'https://example.org/' },
      { component: 'shared.download', label: 'L' },
    ];
    const { entries, leftOut } = await read(whole([line('story', { ...story, cover: figure, body })]));
    expect(entries[0]?.fields).not.toHaveProperty('cover');
    expect(entries[0]?.fields).toMatchObject({ body: [{ component: 'body.video-link' }] });
    expect(leftOut.map(({ key, problem }) => `${key} ${problem}`)).toEqual([
      'a cover.image: the file is gone',
      'a body.0.image: the file is gone',
      'a body.2.file: the file is gone',
    ]);
  });
});

describe('an export that nothing may be built from', () => {
  const lines = whole([line('page', page('about'))]);
  const [header, entry, end] = lines;

  it.each([
    ['is empty', '', /empty/],
    ['stops before its end', [header, entry], /stops after line 2/],
    ['stops in a line', toNdjson(lines).slice(0, -20), /line 3: not JSON/],
    ['lacks its header', [entry, end], /first line is not the header/],
    ['lacks a line', [header, end], /0 lines came, 1 were announced/],
    ['lacks an entry', [{ ...header, counts: { page: 2 } }, entry, end], /1 entries of type page came, 2/],
    ['has a type uncounted', [{ ...header, counts: {} }, entry, end], /1 entries of type page came, 0/],
    ['changed meanwhile', [header, entry, { ...end, revision: 'r2' }], /from revision r1 to r2/],
    ['goes on after its end', [...lines, entry], /more lines after the end/],
    ['is of another format', [{ ...header, format: 2 }, entry, end], /line 1 \(header\): format/],
    ['is a web page', '<!doctype html>', /line 1: not JSON/],
  ])('%s', async (_, content, message) => {
    await expect(read(content)).rejects.toThrow(message);
  });

  it.each([
    ['an unknown type', line('gift', {}), /unknown type gift/],
    ['an unknown language', line('page', page('a'), { locale: 'fr' }), /page \d+: unknown locale fr/],
    [
      'a line without its moment',
      { ...line('page', page('a')), publishedAt: 'today' },
      /entry page \d+ bn\): publishedAt/,
    ],
  ])('has %s', async (_, broken, message) => {
    await expect(read(whole([broken]))).rejects.toThrow(message);
  });

  it('has one version of an entry twice', async () => {
    await expect(read(whole([term('a'), term('a')]))).rejects.toThrow(/term a bn is there twice/);
  });

  it('does not fit the model at all', async () => {
    const broken = ['a', 'b', 'c', 'd', 'e'].map((code) =>
      line('term', { code, vocabulary: 'story-kind' }, { documentId: code }),
    );
    await expect(read(whole(broken))).rejects.toThrow(
      /no entry of type term fits the model; term story-kind\/a \(a, bn\): name/,
    );
    const { entries, leftOut } = await read(whole([...broken, term('f')]));
    expect([entries.length, leftOut.length]).toEqual([1, 5]);
  });
});

describe('an export of what has changed', () => {
  const [kept, old, gone] = [term('kept'), term('old'), term('gone')];
  const renamed = { ...old, fields: { ...old.fields, name: 'new' } };
  const removed = { line: 'removed', type: 'term', documentId: 'gone', locale: 'bn' };
  /** As the CMS answers who has revision r1. */
  const changes = (lines: readonly object[], { counts = { term: 2 }, since = 'r1' } = {}) => [
    { line: 'header', format: 1, revision: 'r2', since, counts, withheld: [] },
    ...lines,
    { line: 'end', lines: lines.length, revision: 'r2' },
  ];
  const readAfter = async (lines: readonly object[]) => {
    const before = await read(whole([kept, old, gone]));
    const file = join(folder, 'changes.ndjson');
    await writeFile(file, toNdjson(lines));
    return { before, after: await readExport(file, before) };
  };

  it('is the same as all of it, and leaves alone what it does not name', async () => {
    const { before, after } = await readAfter(changes([renamed, removed]));
    const all = await read(whole([kept, renamed]));
    expect(after.entries).toEqual(all.entries);
    expect(after.revision).toBe('r2');
    expect(after.entries[0]).toBe(before.entries[0]);
  });

  it.each([
    ['another state', changes([], { since: 'r0' }), 'the changes since r0'],
    [
      'one too many',
      changes([renamed]),
      '3 entries of type term came, those of r1 included, 2 were announced',
    ],
    ['a version twice', changes([renamed, removed, renamed]), 'term old bn is there twice'],
  ])('is refused when it is for %s', async (_, lines, reason) => {
    await expect(readAfter(lines)).rejects.toThrow(reason);
  });

  it('removes nothing where it says to be whole', async () => {
    const lines = whole([kept]) as object[];
    await expect(read([lines[0], removed, ...lines.slice(1)])).rejects.toThrow('nothing can be removed');
  });
});
