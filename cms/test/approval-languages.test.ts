import { allTypes, types } from 'content-types';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  approvalOf,
  approveEntry,
  create,
  createBasics,
  exportedEntry,
  type Sample,
  type Session,
  samples,
  startCms,
  type TestCms,
} from './cms.ts';

const PROGRAMMES = '/content-manager/collection-types/api::programme.programme';
const STORIES = '/content-manager/collection-types/api::story.story';

let cms: TestCms;
let editor: Session;
let moderator: Session;
let admin: Session;

beforeAll(async () => {
  cms = await startCms();
  await createBasics(cms);
  for (const term of [samples.term('benefit-kind', 'cash'), samples.term('frequency', 'monthly')]) {
    const { documentId } = await create(cms, 'term', term);
    await cms.asSystem(() =>
      cms.strapi.documents('api::term.term' as never).publish({ documentId, locale: 'bn' }),
    );
  }
  editor = await cms.signIn('editor', ['msw']);
  moderator = await cms.signIn('moderator');
  admin = await cms.signIn('strapi-super-admin');
});
afterAll(() => cms.stop());

const text = (words: string) => [{ type: 'paragraph', children: [{ type: 'text', text: words }] }];

/** Every field of a programme but its address, worded for a language and a version. */
const programme = (words: string): Sample => ({
  name: `Name ${words}`,
  ministry: 'msw',
  partners: ['food'],
  stages: ['old-age'],
  summary: `Summary ${words}`,
  whoQualifies: text(`Who ${words}`),
  benefits: [
    { kind: 'cash', amount: `Benefit ${words}`, taka: 500.5, frequency: 'monthly' },
    { kind: 'cash', amount: `Other benefit ${words}`, taka: 600, frequency: 'monthly' },
  ],
  steps: [{ text: `Step 1 ${words}` }, { text: `Step 2 ${words}` }],
  papers: [{ text: `Paper ${words}` }],
  where: `Where ${words}`,
  payment: `Payment ${words}`,
  hotline: '16263',
  questions: [{ question: `Question ${words}`, answer: `Answer ${words}` }],
  figures: [
    {
      fiscalYear: '2017-18',
      budgetCrore: 12.5,
      beneficiaries: 9,
      source: `Source ${words}`,
      provisional: true,
    },
  ],
});

const stored = (documentId: string, where: object) =>
  cms.strapi.db
    .query('api::programme.programme')
    .findOne({ where: { documentId, ...where }, populate: types.programme.populate as never });

/** A stored version without what storing adds. */
function contentOf(row: unknown): unknown {
  if (Array.isArray(row)) return row.map(contentOf);
  if (typeof row !== 'object' || row === null) return row;
  const added = ['id', 'createdAt', 'updatedAt', 'publishedAt'];
  return Object.fromEntries(
    Object.entries(row)
      .filter(([name]) => !added.includes(name))
      .map(([name, value]) => [name, contentOf(value)]),
  );
}

const english = { locale: 'en', publishedAt: null };

/** The rows of every table that holds versions, components, files and links between them. */
async function rowCounts(): Promise<Record<string, number>> {
  const knex = cms.strapi.db.connection;
  const tables = await cms.strapi.db.dialect.schemaInspector.getTables();
  const counts: Record<string, number> = {};
  const ours = ['components_', 'files', ...allTypes.map(({ schema }) => schema.collectionName)];
  for (const table of tables.filter((name) => ours.some((start) => name.startsWith(start)))) {
    const [row] = await knex(table).count({ rows: '*' });
    counts[table] = Number(row?.rows);
  }
  return counts;
}

describe('approving one language', () => {
  it('leaves the other’s draft as it is, field by field and component by component', async () => {
    const { body } = await editor.request('POST', `${PROGRAMMES}?locale=bn`, programme('বাংলা'));
    const { documentId } = body.data;
    const saved = await editor.request('PUT', `${PROGRAMMES}/${documentId}?locale=en`, programme('English'));
    expect([saved.status, saved.body.data?.slug]).toEqual([200, 'name-english']);
    const before = await stored(documentId, english);
    expect((await approveEntry(cms, moderator, { type: 'programme', documentId, locale: 'bn' })).status).toBe(
      200,
    );
    expect(await stored(documentId, english)).toEqual(before);
    expect(await stored(documentId, { locale: 'en', publishedAt: { $notNull: true } })).toBeNull();
    const exported = await exportedEntry(cms, 'programme', 'name-english', 'bn');
    expect(types.programme.entry.parse(exported?.fields)).toEqual({
      ...programme('বাংলা'),
      slug: 'name-english',
    });
    expect(JSON.stringify(exported?.fields)).not.toContain('English');
    expect(await exportedEntry(cms, 'programme', 'name-english', 'en')).toBeUndefined();
    await approveEntry(cms, moderator, { type: 'programme', documentId, locale: 'en' });
    const after = await exportedEntry(cms, 'programme', 'name-english', 'bn');
    expect(after?.fields).toEqual(exported?.fields);
  });

  it('leaves the other’s live version as it is while its newer draft waits', async () => {
    const { body } = await editor.request('POST', `${PROGRAMMES}?locale=bn`, programme('বাংলা এক'));
    const { documentId } = body.data;
    const save = (locale: string, words: string) =>
      editor.request('PUT', `${PROGRAMMES}/${documentId}?locale=${locale}`, programme(words));
    await save('en', 'First');
    for (const locale of ['bn', 'en'])
      await approveEntry(cms, moderator, { type: 'programme', documentId, locale });
    await save('en', 'Second');
    const live = await stored(documentId, { locale: 'en', publishedAt: { $notNull: true } });
    const draft = contentOf(await stored(documentId, english));
    await save('bn', 'বাংলা দুই');
    await approveEntry(cms, moderator, { type: 'programme', documentId, locale: 'bn' });
    expect(await stored(documentId, { locale: 'en', publishedAt: { $notNull: true } })).toEqual(live);
    expect(contentOf(await stored(documentId, english))).toEqual(draft);
    const answer = await moderator.request('GET', approvalOf({ type: 'programme', documentId }));
    expect(answer.body.languages.map(({ state }: { state: string }) => state)).toEqual([
      'live',
      'live-with-draft',
    ]);
  });
});

describe('publish, unpublish and publish again, 20 times in both languages', () => {
  it('doubles nothing and loses nothing, with references, components and zones', {
    timeout: 240_000,
  }, async () => {
    const target = await create(cms, 'programme', samples.programme('Target'));
    await approveEntry(cms, moderator, { type: 'programme', documentId: target.documentId });
    const story = (words: string): Sample => ({
      ...samples.story(`Round ${words}`),
      programmes: [target.documentId],
      ministries: ['food', 'msw'],
      body: [
        { __component: 'body.table', caption: `Table ${words}`, cells: 'A | B\n1 | 2' },
        { __component: 'body.text', content: text(words) },
        { __component: 'body.text', content: text(`${words} again`) },
      ],
    });
    const { body } = await editor.request('POST', `${PROGRAMMES}?locale=bn`, programme('চক্র'));
    await editor.request('PUT', `${PROGRAMMES}/${body.data.documentId}?locale=en`, programme('Cycle'));
    const first = await editor.request('POST', `${STORIES}?locale=bn`, story('বাংলা'));
    await editor.request('PUT', `${STORIES}/${first.body.data.documentId}?locale=en`, story('English'));
    const entries = [
      { type: 'programme', documentId: body.data.documentId as string, key: 'name-cycle' },
      { type: 'story', documentId: first.body.data.documentId as string, key: 'round-english' },
    ];
    const seen = new Set<string>();
    const livingRows = new Set<string>();
    const restingRows = new Set<string>();
    for (let round = 0; round < 20; round += 1) {
      for (const entry of entries) {
        for (const locale of ['bn', 'en']) {
          const answer = await approveEntry(cms, moderator, { ...entry, locale });
          expect(answer.status, answer.text).toBe(200);
        }
      }
      const versions = entries.flatMap(({ type, key }) =>
        ['bn', 'en'].map((locale) => exportedEntry(cms, type, key, locale)),
      );
      seen.add(JSON.stringify((await Promise.all(versions)).map((entry) => entry?.fields)));
      livingRows.add(JSON.stringify(await rowCounts()));
      for (const entry of entries) {
        const gone = { reason: `Round ${round}` };
        const { status } = await admin.request('POST', `${approvalOf(entry)}/unpublish`, gone);
        expect(status).toBe(200);
      }
      restingRows.add(JSON.stringify(await rowCounts()));
    }
    expect(seen.size).toBe(1);
    expect([...seen][0]).toContain('"programmes":["target"]');
    expect([...seen][0]).toContain('Other benefit Cycle');
    expect([...livingRows][0]).toContain('"programmes_cmps":');
    expect([livingRows.size, restingRows.size]).toEqual([1, 1]);
  });
});
