import { types } from 'content-types';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type * as Share from '../src/server/share-stored-fields.ts';
import {
  approvalOf,
  approveEntry,
  createBasics,
  type Sample,
  type Session,
  samples,
  startCms,
  type TestCms,
} from './cms.ts';

const PROGRAMMES = '/content-manager/collection-types/api::programme.programme';
const LESSONS = '/content-manager/collection-types/api::lesson.lesson';
const STORIES = '/content-manager/collection-types/api::story.story';

let cms: TestCms;
let editor: Session;
let moderator: Session;

beforeAll(async () => {
  cms = await startCms();
  await createBasics(cms);
  for (const [vocabulary, code] of [
    ['benefit-kind', 'cash'],
    ['benefit-kind', 'food'],
    ['frequency', 'monthly'],
    ['life-cycle-stage', 'working-age'],
  ] as const) {
    await cms.asSystem(async () => {
      const term = cms.strapi.documents('api::term.term' as never);
      const { documentId } = await term.create({
        locale: 'bn',
        data: samples.term(vocabulary, code) as never,
      });
      await term.publish({ documentId, locale: 'bn' });
    });
  }
  editor = await cms.signIn('editor', ['msw']);
  moderator = await cms.signIn('moderator');
});
afterAll(() => cms.stop());

type Locale = 'bn' | 'en';
// biome-ignore lint/suspicious/noExplicitAny: entries of several types, judged by the assertions
type Stored = any;

const stored = (
  type: keyof typeof types,
  documentId: string,
  locale: Locale,
  live = false,
): Promise<Stored> =>
  cms.strapi.db.query(types[type].uid as never).findOne({
    where: { documentId, locale, publishedAt: { $notNull: live } },
    populate: types[type].populate as never,
  });

async function save(
  path: string,
  documentId: string | undefined,
  locale: Locale,
  data: Sample,
): Promise<string> {
  const answer = documentId
    ? await editor.request('PUT', `${path}/${documentId}?locale=${locale}`, data)
    : await editor.request('POST', `${path}?locale=${locale}`, data);
  expect(answer.status, answer.text).toBeLessThan(300);
  return answer.body.data.documentId;
}

const programme = (words: string, benefits: Sample[]): Sample => ({ ...samples.programme(words), benefits });
const amounts = (version: Stored) =>
  version.benefits.map(({ taka, amount }: Stored) => [Number(taka), amount]);
const keys = (version: Stored) => version.benefits.map(({ partKey }: Stored) => partKey);

async function programmeInBoth(name: string): Promise<string> {
  const document = await save(
    PROGRAMMES,
    undefined,
    'bn',
    programme(`${name} বাংলা`, [
      { kind: 'cash', amount: 'পাঁচশ', taka: 500, frequency: 'monthly' },
      { kind: 'cash', amount: 'ছয়শ', taka: 600, frequency: 'monthly' },
    ]),
  );
  await save(
    PROGRAMMES,
    document,
    'en',
    programme(`${name} English`, [
      { kind: 'cash', amount: 'Five hundred', taka: 500, frequency: 'monthly' },
      { kind: 'cash', amount: 'Six hundred', taka: 600, frequency: 'monthly' },
    ]),
  );
  return document;
}

describe('a shared field', () => {
  it('is taken over into the other language’s draft, whichever is saved', async () => {
    const document = await programmeInBoth('Plain');
    await save(PROGRAMMES, document, 'bn', { stages: ['old-age', 'working-age'], summary: 'নতুন' });
    expect(await stored('programme', document, 'en')).toMatchObject({
      stages: ['old-age', 'working-age'],
      summary: 'Summary of Plain English',
    });
    await save(PROGRAMMES, document, 'en', { stages: ['working-age'] });
    expect(await stored('programme', document, 'bn')).toMatchObject({
      stages: ['working-age'],
      summary: 'নতুন',
    });
  });

  it('leaves what is live as it is', async () => {
    const document = await programmeInBoth('Live');
    for (const locale of ['bn', 'en'])
      await approveEntry(cms, moderator, { type: 'programme', documentId: document, locale });
    await save(PROGRAMMES, document, 'bn', { stages: ['working-age'] });
    for (const locale of ['bn', 'en'] as const) {
      expect((await stored('programme', document, locale, true)).stages).toEqual(['old-age']);
      expect((await stored('programme', document, locale)).stages).toEqual(['working-age']);
    }
  });

  it('is taken from the first language by one that is new', async () => {
    const bn = programme('নতুন ভাষা', [{ kind: 'cash', amount: 'পাঁচশ', taka: 500.5 }]);
    const document = await save(PROGRAMMES, undefined, 'bn', bn);
    await save(PROGRAMMES, document, 'en', { name: 'A new language', stages: ['working-age'] });
    const english = await stored('programme', document, 'en');
    expect(english).toMatchObject({ ministry: 'msw', stages: ['old-age'], summary: null });
    expect(amounts(english)).toEqual([[500.5, null]]);
    expect(keys(english)).toEqual(keys(await stored('programme', document, 'bn')));
  });

  it('can be emptied in all languages', async () => {
    const document = await programmeInBoth('Emptied');
    await save(PROGRAMMES, document, 'bn', { partners: ['food'] });
    expect((await stored('programme', document, 'en')).partners).toEqual(['food']);
    await save(PROGRAMMES, document, 'en', { partners: [] });
    expect((await stored('programme', document, 'bn')).partners ?? []).toEqual([]);
  });

  it('takes back what was submitted in the other language, and makes who saved it one of its writers', async () => {
    const document = await programmeInBoth('Waiting');
    const path = approvalOf({ type: 'programme', documentId: document });
    const other = await cms.signIn('editor', ['msw']);
    const { body } = await editor.request('GET', path);
    const { digest } = body.languages[1];
    await editor.request('POST', `${path}/en/submit`, { digest });
    const answer = await other.request('PUT', `${PROGRAMMES}/${document}?locale=bn`, {
      stages: ['working-age'],
    });
    expect(answer.status).toBe(200);
    const after = await editor.request('GET', path);
    expect(after.body.languages[1]).toMatchObject({ state: 'draft' });
    const record = await cms.strapi.db
      .query('api::approval.record')
      .findOne({ where: { document, language: 'en' } });
    expect(record.writers).toContain(other.userId);
  });

  it('leaves another language alone that agrees already', async () => {
    const document = await programmeInBoth('Alone');
    const before = await stored('programme', document, 'en');
    await save(PROGRAMMES, document, 'bn', { summary: 'শুধু বাংলা' });
    expect(await stored('programme', document, 'en')).toEqual(before);
  });
});

describe('parts of a list', () => {
  it('have keys of their own, the same in both languages', async () => {
    const document = await programmeInBoth('Keys');
    const [bn, en] = [await stored('programme', document, 'bn'), await stored('programme', document, 'en')];
    expect(new Set(keys(bn)).size).toBe(2);
    expect(keys(bn)).toEqual(keys(en));
    expect(keys(bn)[0]).toMatch(/^\w{16}$/);
  });

  it('keep their shared values equal when they stand in another order', async () => {
    const document = await programmeInBoth('Order');
    const [first, second] = (await stored('programme', document, 'bn')).benefits;
    await save(PROGRAMMES, document, 'bn', { benefits: [{ ...second, taka: 650 }, first] });
    expect(amounts(await stored('programme', document, 'bn'))).toEqual([
      [650, 'ছয়শ'],
      [500, 'পাঁচশ'],
    ]);
    expect(amounts(await stored('programme', document, 'en'))).toEqual([
      [500, 'Five hundred'],
      [650, 'Six hundred'],
    ]);
  });

  it('appear in the other language with their shared values and no words when they are added', async () => {
    const document = await programmeInBoth('Added');
    const [first, second] = (await stored('programme', document, 'bn')).benefits;
    const added = { kind: 'food', amount: 'ত্রিশ কেজি চাল', frequency: 'monthly' };
    await save(PROGRAMMES, document, 'bn', { benefits: [first, added, second] });
    const english = await stored('programme', document, 'en');
    expect(english.benefits.map(({ kind, amount }: Stored) => [kind, amount])).toEqual([
      ['cash', 'Five hundred'],
      ['food', null],
      ['cash', 'Six hundred'],
    ]);
    expect(keys(english)).toEqual(keys(await stored('programme', document, 'bn')));
    const { body } = await editor.request('GET', approvalOf({ type: 'programme', documentId: document }));
    expect(body.languages[1].problems).toContainEqual(
      expect.objectContaining({ field: 'benefits.1.amount', blocking: true }),
    );
  });

  it('stay in the other language, once they were put into words there, when they are removed', async () => {
    const document = await programmeInBoth('Removed');
    const [first] = (await stored('programme', document, 'bn')).benefits;
    await save(PROGRAMMES, document, 'bn', { benefits: [first, { kind: 'food', amount: 'চাল' }] });
    expect((await stored('programme', document, 'en')).benefits).toHaveLength(3);
    const [kept] = (await stored('programme', document, 'bn')).benefits;
    await save(PROGRAMMES, document, 'bn', { benefits: [kept] });
    expect(amounts(await stored('programme', document, 'en'))).toEqual([
      [500, 'Five hundred'],
      [600, 'Six hundred'],
    ]);
    await save(PROGRAMMES, document, 'bn', { summary: 'আবার' });
    expect((await stored('programme', document, 'bn')).benefits).toHaveLength(1);
  });

  it('are known again where a list is sent anew without their numbers', async () => {
    const document = await programmeInBoth('Anew');
    const before = keys(await stored('programme', document, 'en'));
    await save(PROGRAMMES, document, 'bn', {
      benefits: [
        { kind: 'cash', amount: 'ছয়শ টাকা', taka: 600, frequency: 'monthly' },
        { kind: 'cash', amount: 'পাঁচশ টাকা', taka: 500, frequency: 'monthly' },
      ],
    });
    const english = await stored('programme', document, 'en');
    expect(keys(english)).toEqual(before);
    expect(keys(await stored('programme', document, 'bn'))).toEqual([...before].reverse());
  });

  it('never share a key, whatever a request says', async () => {
    const part = { kind: 'cash', amount: 'এক', partKey: 'same' };
    const document = await save(PROGRAMMES, undefined, 'bn', programme('চাবি', [part, part]));
    const given = keys(await stored('programme', document, 'bn'));
    expect(given[0]).toBe('same');
    expect(new Set(given).size).toBe(2);
  });

  it('keep the right answers of a quiz the same, and digits of both scripts as they were typed', async () => {
    const course = await save('/content-manager/collection-types/api::course.course', undefined, 'bn', {
      title: 'কোর্স',
      ministry: 'msw',
      level: 'beginner',
      summary: 'কোর্স',
    });
    const lesson = (title: string, words: string, right: number): Sample => ({
      title,
      ministry: 'msw',
      course,
      order: 1,
      minutes: 5,
      summary: title,
      quiz: [
        {
          prompt: words,
          choice: 'single',
          answers: [0, 1, 2].map((index) => ({
            text: `${words} ${index}`,
            correct: index === right,
            why: words,
          })),
        },
      ],
    });
    const document = await save(LESSONS, undefined, 'bn', lesson('পাঠ', '৫০০ টাকা', 1));
    await save(LESSONS, document, 'en', lesson('Lesson', '500 taka', 1));
    const answersOf = async (locale: Locale) => (await stored('lesson', document, locale)).quiz[0].answers;
    const { quiz } = await stored('lesson', document, 'en');
    const [question] = quiz;
    const turned = question.answers.map((answer: Stored, index: number) => ({
      ...answer,
      correct: index === 2,
    }));
    await save(LESSONS, document, 'en', { minutes: 7, quiz: [{ ...question, answers: turned }] });
    expect((await answersOf('bn')).map(({ text, correct }: Stored) => [text, correct === true])).toEqual([
      ['৫০০ টাকা 0', false],
      ['৫০০ টাকা 1', false],
      ['৫০০ টাকা 2', true],
    ]);
    expect(await stored('lesson', document, 'bn')).toMatchObject({ minutes: 7, title: 'পাঠ' });
  });

  it('keep the picture of a cover the same and its words apart', async () => {
    const upload = await cms.strapi.db.query('plugin::upload.file').createMany({
      data: ['one', 'two'].map((hash) => ({
        name: `${hash}.png`,
        hash,
        ext: '.png',
        mime: 'image/png',
        size: 1,
        url: `/${hash}.png`,
        provider: 'local',
        ministry: 'msw',
      })),
    });
    const [one, two] = upload.ids;
    const document = await save(STORIES, undefined, 'bn', {
      ...samples.story('ছবি'),
      cover: { image: one, alternative: 'নৌকা' },
    });
    await save(STORIES, document, 'en', {
      ...samples.story('Picture'),
      cover: { image: one, alternative: 'A boat' },
    });
    const { cover } = await stored('story', document, 'bn');
    await save(STORIES, document, 'bn', { cover: { ...cover, image: two } });
    const english = await stored('story', document, 'en');
    expect(english.cover).toMatchObject({ alternative: 'A boat', image: { id: two } });
  });
});

it('gives a copy equal values and keys', async () => {
  const document = await programmeInBoth('Copied');
  const { body } = await editor.request('POST', `${PROGRAMMES}/clone/${document}?locale=bn`, { name: 'কপি' });
  const copy = await stored('programme', body.data.documentId, 'bn');
  expect(copy.name).toBe('কপি');
  expect(keys(copy)).toEqual(keys(await stored('programme', document, 'bn')));
});

it('takes over what is live again where a draft is discarded', async () => {
  const document = await programmeInBoth('Discarded');
  for (const locale of ['bn', 'en'])
    await approveEntry(cms, moderator, { type: 'programme', documentId: document, locale });
  await save(PROGRAMMES, document, 'bn', { stages: ['working-age'] });
  const discard = `${PROGRAMMES}/${document}/actions/discard?locale=bn`;
  expect((await moderator.request('POST', discard, {})).status).toBe(200);
  expect((await stored('programme', document, 'en')).stages).toEqual(['old-age']);
});

describe('a database from before there were shared fields', () => {
  const tables = () =>
    ['programme.benefit', 'programme.figure'].map((uid) => cms.strapi.db.metadata.get(uid).tableName);
  const forgetKeys = async () => {
    for (const table of tables()) await cms.strapi.db.connection(table).update({ part_key: null });
  };
  const migrate = () =>
    cms.strapi.db.transaction(({ trx }) =>
      cms.module<typeof Share>('server/share-stored-fields').shareStoredFields(cms.strapi, trx),
    );

  it('gets keys that are the same in every version, and keeps what was submitted and what is live', async () => {
    const document = await programmeInBoth('Upgraded');
    for (const locale of ['bn', 'en'])
      await approveEntry(cms, moderator, { type: 'programme', documentId: document, locale });
    await save(PROGRAMMES, document, 'bn', { summary: 'জমা' });
    const path = approvalOf({ type: 'programme', documentId: document });
    const { body } = await editor.request('GET', path);
    await editor.request('POST', `${path}/bn/submit`, { digest: body.languages[0].digest });
    const before = await moderator.request('GET', path);
    await forgetKeys();
    await migrate();
    const versions = await Promise.all(
      [false, true].flatMap((live) =>
        (['bn', 'en'] as const).map((locale) => stored('programme', document, locale, live)),
      ),
    );
    expect(new Set(versions.map((version) => keys(version).join())).size).toBe(1);
    expect(keys(versions[0])[0]).toMatch(/^\w{16}$/);
    const after = await moderator.request('GET', path);
    expect(after.body.languages).toEqual(before.body.languages);
    const approved = await moderator.request('POST', `${path}/bn/approve`, {
      digest: body.languages[0].digest,
    });
    expect(approved.status).toBe(200);
  });

  it('has drafts that agree afterwards, live versions as they were, and a record of what disagreed', async () => {
    const document = await programmeInBoth('Disagreed');
    for (const locale of ['bn', 'en'])
      await approveEntry(cms, moderator, { type: 'programme', documentId: document, locale });
    const db = cms.strapi.db.query('programme.benefit');
    const set = async (locale: Locale, live: boolean, index: number, taka: number) => {
      const { benefits } = await stored('programme', document, locale, live);
      await db.update({ where: { id: benefits[index].id }, data: { taka } });
    };
    // The live languages disagree on one amount; the other was changed in the English draft alone.
    await set('en', true, 0, 555);
    await set('en', false, 0, 555);
    await set('en', false, 1, 700);
    await forgetKeys();
    await migrate();
    for (const locale of ['bn', 'en'] as const)
      expect(amounts(await stored('programme', document, locale)).map(([taka]: number[]) => taka)).toEqual([
        500, 700,
      ]);
    expect(amounts(await stored('programme', document, 'en', true))[0]).toEqual([555, 'Five hundred']);
    const event = await cms.strapi.db
      .query('api::audit.event')
      .findOne({ where: { action: 'entry.share-fields', document } });
    expect(JSON.parse(event.details).fields).toEqual(['benefits.0.taka', 'benefits.1.taka']);
    const { body } = await moderator.request('GET', approvalOf({ type: 'programme', documentId: document }));
    expect(body.languages.map(({ state }: { state: string }) => state)).toEqual([
      'live-with-draft',
      'live-with-draft',
    ]);
  });
});
