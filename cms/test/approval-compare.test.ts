import { afterAll, beforeAll, expect, it } from 'vitest';
import type { FieldChange } from '../src/features/approval/api.ts';
import {
  approvalOf,
  approveEntry,
  create,
  createBasics,
  type Session,
  samples,
  startCms,
  type TestCms,
} from './cms.ts';

const STORIES = '/content-manager/collection-types/api::story.story';
const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

let cms: TestCms;
let editor: Session;
let moderator: Session;
let image: number;

beforeAll(async () => {
  cms = await startCms();
  await createBasics(cms);
  editor = await cms.signIn('editor', ['msw']);
  moderator = await cms.signIn('moderator');
  const form = new FormData();
  form.append('files', new Blob([PNG], { type: 'image/png' }), 'dot.png');
  image = (await editor.request('POST', '/upload', form)).body[0].id;
});
afterAll(() => cms.stop());

const text = (words: string, marks = {}) => ({
  __component: 'body.text',
  content: [{ type: 'paragraph', children: [{ type: 'text', text: words, ...marks }] }],
});

async function changesOf(documentId: string, by = moderator, query = ''): Promise<FieldChange[]> {
  const entry = { type: 'story', documentId };
  const { status, body } = await by.request('GET', `${approvalOf(entry)}/bn/changes${query}`);
  expect(status).toBe(200);
  return body.changes;
}

/** The change of one field of the entry or, of a part, named by `field index field`. */
const find = (changes: FieldChange[], where: string) =>
  changes.find(
    ({ path }) =>
      where === path.map(({ field, index }) => (index === undefined ? field : `${field} ${index}`)).join(' '),
  );

it('shows a draft that was never live as added, without a comparison', async () => {
  const { documentId } = await create(cms, 'story', samples.story('New'));
  const { body } = await moderator.request('GET', `${approvalOf({ type: 'story', documentId })}/bn/changes`);
  expect(body.against).toBe('nothing');
  expect(body.digest).toMatch(/^[0-9a-f]{64}$/);
  expect(new Set(body.changes.map(({ kind }: FieldChange) => kind))).toEqual(new Set(['added']));
  expect(find(body.changes, 'title')?.after).toEqual({ as: 'text', text: 'New' });
  expect(find(body.changes, 'ministry')?.after).toEqual({ as: 'text', text: 'Ministry msw' });
  expect(find(body.changes, 'date')?.after).toEqual({ as: 'date', iso: '2018-09-27' });
});

it('shows what changed against what is live, each in its own words', async () => {
  const target = await create(cms, 'programme', samples.programme('Named target'));
  const data = {
    ...samples.story('Words'),
    body: ['First', 'Second', 'Third', 'Fourth'].map((words) => text(words)),
  };
  const { documentId } = await create(cms, 'story', data);
  await approveEntry(cms, moderator, { type: 'story', documentId });
  expect(await changesOf(documentId)).toEqual([]);
  const { body } = await editor.request('GET', `${STORIES}/${documentId}?locale=bn`);
  const [first, second, third, fourth] = body.data.body;
  const saved = await editor.request('PUT', `${STORIES}/${documentId}?locale=bn`, {
    title: 'Other words',
    ministries: ['food'],
    programmes: [target.documentId],
    cover: { image, alternative: 'A dot' },
    video: null,
    body: [
      { __component: 'body.table', caption: 'Above', cells: 'A | B' },
      fourth,
      first,
      { ...second, ...text('Second, mended') },
      third,
    ],
  });
  expect(saved.status).toBe(200);
  const changes = await changesOf(documentId);
  expect(find(changes, 'title')).toMatchObject({
    kind: 'changed',
    before: { text: 'Words' },
    after: { text: 'Other words' },
  });
  expect(find(changes, 'ministries')?.after).toEqual({ as: 'list', items: ['Ministry food'] });
  expect(find(changes, 'programmes')?.after).toEqual({ as: 'list', items: ['Named target'] });
  expect(find(changes, 'cover image')?.after).toMatchObject({
    as: 'file',
    name: 'dot.png',
    size: expect.any(Number),
  });
  const shown = find(changes, 'cover image')?.after;
  expect((await fetch(cms.url + (shown?.as === 'file' && shown.url))).status).toBe(200);
  expect(find(changes, 'cover alternative')?.after).toEqual({ as: 'text', text: 'A dot' });
  expect(find(changes, 'body 0 caption')).toMatchObject({ kind: 'added', after: { text: 'Above' } });
  expect(find(changes, 'body 1')).toMatchObject({ kind: 'moved', from: 3, after: { text: 'Fourth' } });
  expect(find(changes, 'body 3 content')).toMatchObject({
    kind: 'changed',
    before: { text: 'Second' },
    after: { text: 'Second, mended' },
    path: [{ field: 'body', component: 'body.text', index: 3 }, { field: 'content' }],
  });
  expect(changes.map(({ path }) => path[0]?.field)).not.toContain('summary');
  expect(changes.filter(({ path }) => path[0]?.field === 'body')).toHaveLength(4);
});

it('shows formatting where that is all that changed', async () => {
  const { documentId } = await create(cms, 'story', { ...samples.story('Bold'), body: [text('Free')] });
  await approveEntry(cms, moderator, { type: 'story', documentId });
  await editor.request('PUT', `${STORIES}/${documentId}?locale=bn`, { body: [text('Free', { bold: true })] });
  expect(find(await changesOf(documentId), 'body 0 content')).toMatchObject({
    before: { text: 'Free' },
    after: { text: '**Free**' },
  });
});

it('names no draft of another ministry to an editor', async () => {
  const secret = await create(cms, 'programme', samples.programme('Canary', 'food'));
  const data = { ...samples.story('Points there'), programmes: [secret.documentId] };
  const { documentId } = await create(cms, 'story', data);
  expect(JSON.stringify(await changesOf(documentId, editor))).not.toContain('Canary');
  expect(JSON.stringify(await changesOf(documentId, moderator))).toContain('Canary');
});
