import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  approvalOf,
  approveEntry,
  create,
  createBasics,
  decide,
  type Entry,
  type Sample,
  type Session,
  samples,
  startCms,
  type TestCms,
} from './cms.ts';

let cms: TestCms;

beforeAll(async () => {
  cms = await startCms();
  await createBasics(cms);
});
afterAll(() => cms.stop());

const stories = () => cms.strapi.documents('api::story.story' as never);
const drafts = (documentId: string) =>
  cms.strapi.db
    .query('api::story.story')
    .findMany({ where: { documentId, publishedAt: null }, orderBy: { locale: 'asc' } });
const slugs = async (documentId: string) =>
  (await drafts(documentId)).map(({ slug }: { slug: string }) => slug);
const update = (documentId: string, locale: string, data: Sample) =>
  cms.asSystem(() => stories().update({ documentId, locale, data: data as never }));

describe('a slug', () => {
  it('is made from the Bengali title while there is no English one, and from that once it comes', async () => {
    const { documentId } = await create(cms, 'story', samples.story('বয়স্ক ভাতা'));
    expect(await slugs(documentId)).toEqual(['bysk-bhaataa']);
    await update(documentId, 'en', samples.story('Old Age Allowance'));
    expect(await slugs(documentId)).toEqual(['old-age-allowance', 'old-age-allowance']);
  });

  it('stays when something was live under it', async () => {
    const { documentId } = await create(cms, 'story', samples.story('খাদ্য'));
    await cms.asSystem(() => stories().publish({ documentId, locale: 'bn' }));
    const [before] = await slugs(documentId);
    await update(documentId, 'en', samples.story('Food'));
    expect(await slugs(documentId)).toEqual([before, before]);
  });

  it('is the same in both languages when it is changed in one', async () => {
    const { documentId } = await create(cms, 'story', samples.story('Both'));
    await update(documentId, 'en', samples.story('Both'));
    await update(documentId, 'en', { slug: 'Chosen Slug!' });
    expect(await slugs(documentId)).toEqual(['chosen-slug', 'chosen-slug']);
  });

  it('renamed in a draft stays renamed while other fields are saved, though another one is live', async () => {
    const { documentId } = await create(cms, 'story', samples.story('Before'));
    await cms.asSystem(() => stories().publish({ documentId, locale: 'bn' }));
    await update(documentId, 'bn', { slug: 'after', ministry: 'food' });
    await update(documentId, 'bn', { summary: 'Saved again' });
    await update(documentId, 'en', { title: 'English comes' });
    const rows = await drafts(documentId);
    expect(rows.map(({ slug, ministry }: Record<string, string>) => `${slug} ${ministry}`)).toEqual([
      'after food',
      'after food',
    ]);
  });

  it('goes back to the live one in both languages when the changes of one are discarded', async () => {
    const { documentId } = await create(cms, 'story', samples.story('Kept'));
    await update(documentId, 'en', samples.story('Kept'));
    await cms.asSystem(() => stories().publish({ documentId, locale: '*' }));
    await update(documentId, 'bn', { slug: 'thrown-away' });
    await cms.asSystem(() => stories().discardDraft({ documentId, locale: 'bn' }));
    expect(await slugs(documentId)).toEqual(['kept', 'kept']);
  });

  it('is never empty, and never taken twice when it is made', async () => {
    const made = [];
    for (const title of ['😀', '😀', '!!!'])
      made.push((await create(cms, 'story', samples.story(title))).documentId);
    const all = await Promise.all(made.map(slugs));
    expect(all.flat()).toEqual(['story', 'story-2', 'story-3']);
  });

  it('that was typed and is taken is refused by name', async () => {
    await create(cms, 'story', { ...samples.story('First'), slug: 'taken' });
    await expect(create(cms, 'story', { ...samples.story('Second'), slug: 'Taken' })).rejects.toThrow(
      'slug: the slug “taken” is taken',
    );
  });

  it('is unique even when two people save at the same moment', async () => {
    const both = await Promise.all([1, 2].map(() => create(cms, 'story', samples.story('Race'))));
    const [one, two] = await Promise.all(both.map(({ documentId }) => slugs(documentId)));
    expect(new Set([...(one ?? []), ...(two ?? [])])).toEqual(new Set(['race', 'race-2']));
  });

  it('of a page does not cover a section of the site', async () => {
    const { documentId } = await create(cms, 'page', { title: 'Programmes', summary: 'x' });
    const [row] = await cms.strapi.db.query('api::page.page').findMany({ where: { documentId } });
    expect(row.slug).toBe('programmes-2');
  });

  it('of a copy is its own', async () => {
    const { documentId } = await create(cms, 'story', samples.story('Original'));
    await update(documentId, 'en', samples.story('Original'));
    const copy = await cms.asSystem(() => stories().clone({ documentId, locale: '*' } as never));
    expect(await slugs(copy?.documentId ?? '')).toEqual(['original-2', 'original-2']);
  });
});

describe('a slug that drafts of two ministries have', () => {
  const STORIES = '/content-manager/collection-types/api::story.story';
  let welfare: Session;
  let food: Session;
  let moderator: Session;

  beforeAll(async () => {
    welfare = await cms.signIn('editor', ['msw']);
    food = await cms.signIn('editor', ['food']);
    moderator = await cms.signIn('moderator');
  });

  const write = async (by: Session, data: Sample) => {
    const { status, body } = await by.request('POST', `${STORIES}?locale=bn`, data);
    expect(status).toBe(201);
    return { type: 'story', documentId: body.data.documentId as string, slug: body.data.slug as string };
  };

  it('is nobody’s until one goes live, and the other hears of it then', async () => {
    const one = await write(welfare, samples.story('Shared name', 'msw'));
    const two = await write(food, samples.story('Shared name', 'food'));
    const typed = await write(food, { ...samples.story('Other', 'food'), slug: 'shared-name-2' });
    expect([one.slug, two.slug, typed.slug]).toEqual(['shared-name', 'shared-name', 'shared-name-2']);
    await decide(food, two, 'submit');
    expect((await approveEntry(cms, moderator, one)).status).toBe(200);
    const late = await decide(moderator, two, 'approve');
    expect(late.body.error.details.code).toBe('platform.approval.refused.address-taken');
    const { body } = await food.request('GET', approvalOf(two));
    expect(body.languages[0].problems[0]).toMatchObject({ field: 'slug', values: { key: 'shared-name' } });
    const where = `${STORIES}/${two.documentId}?locale=bn`;
    expect((await food.request('PUT', where, { slug: 'shared-name', summary: 'x' })).status).toBe(200);
    const cleared = await food.request('PUT', where, { slug: '' });
    expect(cleared.body.data.slug).toBe('shared-name-3');
    expect((await approveEntry(cms, moderator, two)).status).toBe(200);
    const slug = { $startsWith: 'shared-name' };
    const live = await cms.strapi.db
      .query('api::story.story')
      .findMany({ where: { slug, publishedAt: { $notNull: true } }, orderBy: { slug: 'asc' } });
    expect(live.map((row: Sample) => `${row.slug} ${row.ministry}`)).toEqual([
      'shared-name msw',
      'shared-name-3 food',
    ]);
  });

  it('goes to one of them when both are approved at the same moment', async () => {
    const entries = [
      await write(welfare, samples.story('At once', 'msw')),
      await write(food, samples.story('At once', 'food')),
    ];
    await decide(welfare, entries[0] as Entry, 'submit');
    await decide(food, entries[1] as Entry, 'submit');
    const answers = await Promise.all(entries.map((entry) => decide(moderator, entry, 'approve')));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 403]);
  });

  it('of a committee, whose code is final once it was live, can be changed by the one that came late', async () => {
    const committees = '/content-manager/collection-types/api::committee.committee';
    const data = { name: 'Review', code: 'review' };
    const ask = (by: Session, more: Sample) =>
      by.request('POST', `${committees}?locale=bn`, { ...data, ...more });
    const [one, two] = [await ask(welfare, {}), await ask(food, {})];
    expect([one.body.data.code, two.body.data.code]).toEqual(['review', 'review']);
    const rename = (code: string) =>
      food.request('PUT', `${committees}/${two.body.data.documentId}?locale=bn`, { code });
    expect((await rename('food-review')).status).toBe(400);
    await cms.strapi.db
      .query('api::committee.committee')
      .updateMany({ where: { documentId: one.body.data.documentId }, data: { publishedAt: new Date() } });
    expect((await rename('food-review')).body.data.code).toBe('food-review');
  });
});

describe('a code', () => {
  it('cannot change, be missing or be taken', async () => {
    const [{ documentId }] = await cms.strapi.db
      .query('api::ministry.ministry')
      .findMany({ where: { code: 'msw' } });
    const rename = () =>
      cms.strapi
        .documents('api::ministry.ministry' as never)
        .update({ documentId, locale: 'bn', data: { code: 'new' } as never });
    await expect(cms.asSystem(rename)).rejects.toThrow('code: the code “msw” cannot change');
    await expect(create(cms, 'ministry', { name: '…', kind: 'ministry' })).rejects.toThrow(
      'code: is missing',
    );
    await expect(create(cms, 'ministry', samples.ministry('msw'))).rejects.toThrow(
      'code: the code “msw” is taken',
    );
  });

  it('of a term is unique in its list only', async () => {
    await create(cms, 'term', samples.term('benefit-kind', 'food'));
    await create(cms, 'term', samples.term('charter-category', 'food'));
    await expect(create(cms, 'term', samples.term('benefit-kind', 'food'))).rejects.toThrow('taken');
  });
});

describe('what is saved', () => {
  it('refers only to what exists, and the error names the field', async () => {
    await expect(
      create(cms, 'story', { ...samples.story('A'), ministries: ['msw', 'nowhere'] }),
    ).rejects.toThrow('ministries: there is no ministry “nowhere”');
    await expect(create(cms, 'story', { ...samples.story('B'), kind: 'old-age' })).rejects.toThrow(
      'kind: there is no term “old-age”',
    );
    await expect(
      create(cms, 'story', { ...samples.story('A2'), ministries: ['msw', 'msw'] }),
    ).rejects.toThrow('names the same twice');
    await expect(create(cms, 'story', { ...samples.story('A3'), ministries: ['msw', 5] })).rejects.toThrow(
      'must hold codes only',
    );
    await expect(create(cms, 'story', { ...samples.story('C'), programmes: 'one' })).rejects.toThrow(
      'programmes: must be a list',
    );
  });

  it('holds no pictures inside texts and no links that run code', async () => {
    const body = (children: unknown[]) => [
      { __component: 'body.text', content: [{ type: 'paragraph', children }] },
    ];
    const link = { type: 'link', url: 'javascript:alert(1)', children: [{ type: 'text', text: 'x' }] };
    await expect(create(cms, 'story', { ...samples.story('D'), body: body([link]) })).rejects.toThrow(
      'body 1 › content: the link “javascript:alert(1)” must begin with https://',
    );
    const picture = [
      {
        __component: 'body.text',
        content: [{ type: 'image', image: { url: '/x' }, children: [{ type: 'text', text: '' }] }],
      },
    ];
    await expect(create(cms, 'story', { ...samples.story('E'), body: picture })).rejects.toThrow(
      'add pictures as a Picture part',
    );
  });

  it('has addresses and fiscal years that make sense', async () => {
    await expect(create(cms, 'story', { ...samples.story('F'), original: 'https://[' })).rejects.toThrow(
      'original: ',
    );
    const figures = [{ fiscalYear: '2018-20', source: 'x' }];
    await expect(create(cms, 'programme', { ...samples.programme('G'), figures })).rejects.toThrow(
      'figures 1 › fiscalYear: the second year must follow the first, as in 2018-19',
    );
  });

  it('is composed to one form of Unicode', async () => {
    const { documentId } = await create(
      cms,
      'story',
      samples.story('আ\u09afর বো\u09afা কে\u09be'.concat('e\u0301')),
    );
    const [row] = await drafts(documentId);
    expect(row.title).toBe(row.title.normalize('NFC'));
  });
});
