import { types } from 'content-types';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type * as Schedule from '../src/features/approval/schedule.ts';
import {
  type Answer,
  approvalOf,
  approveEntry,
  createBasics,
  decide,
  digestSeen,
  type Entry,
  propose,
  readExport,
  type Sample,
  type Session,
  samples,
  second,
  startCms,
  type TestCms,
} from './cms.ts';

const PROGRAMMES = '/content-manager/collection-types/api::programme.programme';

let cms: TestCms;
let editor: Session;
let moderator: Session;
let admin: Session;

beforeAll(async () => {
  cms = await startCms();
  await createBasics(cms);
  for (const [vocabulary, code] of [
    ['benefit-kind', 'cash'],
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
  admin = await cms.signIn('strapi-super-admin');
});
afterAll(() => cms.stop());

type Locale = 'bn' | 'en';
const inLanguage = (entry: Entry, locale: Locale): Entry => ({ ...entry, locale });
const codeOf = ({ body }: Answer) => body.error?.details.code.split('.').at(-1);

async function save(entry: Entry, locale: Locale, data: Sample, by = editor): Promise<void> {
  const answer = await by.request('PUT', `${PROGRAMMES}/${entry.documentId}?locale=${locale}`, data);
  expect(answer.status, answer.text).toBe(200);
}

const benefit = (amount: string, taka = 500): Sample => ({ kind: 'cash', amount, taka });

/** A programme that is live in both languages with the same amount. */
async function liveInBoth(name: string): Promise<Entry> {
  const data = { ...samples.programme(`${name} বাংলা`), benefits: [benefit('পাঁচশ')] };
  const { body } = await editor.request('POST', `${PROGRAMMES}?locale=bn`, data);
  const entry = { type: 'programme', documentId: body.data.documentId };
  await save(entry, 'en', { ...samples.programme(`${name} English`), benefits: [benefit('Five hundred')] });
  for (const locale of ['bn', 'en'] as const) {
    const { status, text } = await approveEntry(cms, moderator, inLanguage(entry, locale));
    expect(status, text).toBe(200);
  }
  return entry;
}

/** Changes the amount in Bengali, and with it in English. */
async function changeAmount(entry: Entry, taka: number): Promise<void> {
  const draft = await cms.strapi.db.query('api::programme.programme').findOne({
    where: { documentId: entry.documentId, locale: 'bn', publishedAt: null },
    populate: types.programme.populate as never,
  });
  await save(entry, 'bn', { benefits: [{ ...draft.benefits[0], taka }] });
}

const look = async (entry: Entry, by = moderator) => (await by.request('GET', approvalOf(entry))).body;
const statesOf = async (entry: Entry) =>
  (await look(entry)).languages.map(({ state }: { state: string }) => state);

/** The amounts that are live, in Bengali and English. */
async function liveAmounts(entry: Entry): Promise<unknown[]> {
  const lines = await readExport(cms);
  return (['bn', 'en'] as const).map((locale) => {
    const line = lines.find(
      (one) => one.line === 'entry' && one.documentId === entry.documentId && one.locale === locale,
    );
    return line?.line === 'entry' ? Number((line.fields.benefits as { taka: number }[])[0]?.taka) : undefined;
  });
}

/** What a moderator sends who has looked at both languages. */
const digests = async (entry: Entry) => ({
  digest: await digestSeen(moderator, inLanguage(entry, 'bn')),
  also: { en: await digestSeen(moderator, inLanguage(entry, 'en')) },
});
const submitBoth = async (entry: Entry, by = editor) =>
  by.request('POST', `${approvalOf(entry)}/bn/submit`, await digests(entry));
const approve = (entry: Entry, body: object, by = moderator) =>
  by.request('POST', `${approvalOf(entry)}/bn/approve`, body);

describe('a changed shared value', () => {
  it('is submitted with the language that is live with the old one, and approved in both or not at all', async () => {
    const entry = await liveInBoth('Together');
    await changeAmount(entry, 700);
    expect(await statesOf(entry)).toEqual(['live-with-draft', 'live-with-draft']);
    expect((await submitBoth(entry)).status).toBe(200);
    expect(await statesOf(entry)).toEqual(['submitted', 'submitted']);
    const { digest, also } = await digests(entry);
    expect(codeOf(await approve(entry, { digest }))).toBe('shared-together');
    expect(codeOf(await decide(moderator, inLanguage(entry, 'en'), 'approve'))).toBe('shared-together');
    expect(await liveAmounts(entry)).toEqual([500, 500]);
    expect((await approve(entry, { digest, also })).status).toBe(200);
    expect(await statesOf(entry)).toEqual(['live', 'live']);
    expect(await liveAmounts(entry)).toEqual([700, 700]);
  });

  it('is refused in one language alone, naming the other and what to do', async () => {
    const entry = await liveInBoth('Alone');
    await changeAmount(entry, 800);
    await decide(editor, entry, 'submit');
    const seen = await look(entry);
    const offer = seen.languages[0].actions.find(({ action }: { action: string }) => action === 'approve');
    expect(offer).toMatchObject({ allowed: false, reason: { text: expect.stringContaining('English') } });
    const refused = await approve(entry, await digests(entry));
    expect(codeOf(refused)).toBe('shared-not-submitted');
    expect(refused.body.error.message).toContain('English is live with other values');
    expect(await statesOf(entry)).toEqual(['submitted', 'live-with-draft']);
    expect(await liveAmounts(entry)).toEqual([500, 500]);
  });

  it('never brings words of the other language with it that were not looked at', async () => {
    const entry = await liveInBoth('Unseen');
    await changeAmount(entry, 900);
    await submitBoth(entry);
    const stale = await digests(entry);
    await save(entry, 'en', { summary: 'Slipped in' });
    const bnAgain = await digestSeen(moderator, inLanguage(entry, 'bn'));
    expect(bnAgain).toBe(stale.digest);
    expect(codeOf(await approve(entry, stale))).toBe('shared-not-submitted');
    await decide(editor, inLanguage(entry, 'en'), 'submit');
    const refused = await approve(entry, stale);
    expect(codeOf(refused)).toBe('changed');
    expect(refused.body.error.message).toMatch(/^English: /);
    expect(await statesOf(entry)).toEqual(['submitted', 'submitted']);
    expect(await liveAmounts(entry)).toEqual([500, 500]);
    expect((await approve(entry, await digests(entry))).status).toBe(200);
    const english = (await readExport(cms)).find(
      (line) => line.line === 'entry' && line.documentId === entry.documentId && line.locale === 'en',
    );
    expect(english).toMatchObject({ fields: { summary: 'Slipped in' } });
  });

  it('says in the list of problems and beside the language what goes together', async () => {
    const entry = await liveInBoth('Said');
    await changeAmount(entry, 650);
    const { languages } = await look(entry);
    expect(languages[0].together).toEqual([{ language: 'en', digest: languages[1].digest }]);
    expect(languages[0].problems).toContainEqual(
      expect.objectContaining({
        code: 'platform.approval.problem.shared-changes',
        field: 'benefits.0.taka',
        blocking: false,
        text: 'What it gives › 1 › Amount in taka: not what is live in English; both go live together',
      }),
    );
  });

  it('needs nobody’s approval of a language that is not live', async () => {
    const { body } = await editor.request('POST', `${PROGRAMMES}?locale=bn`, {
      ...samples.programme('শুধু বাংলা'),
      benefits: [benefit('পাঁচশ')],
    });
    const entry = { type: 'programme', documentId: body.data.documentId };
    await save(entry, 'en', { ...samples.programme('Not live'), benefits: [benefit('Five')] });
    await approveEntry(cms, moderator, entry);
    await changeAmount(entry, 750);
    expect((await approveEntry(cms, moderator, entry)).status).toBe(200);
    expect(await liveAmounts(entry)).toEqual([750, undefined]);
  });

  it('leaves words, and parts that are new, to each language alone', async () => {
    const entry = await liveInBoth('Words');
    const draft = await cms.strapi.db.query('api::programme.programme').findOne({
      where: { documentId: entry.documentId, locale: 'bn', publishedAt: null },
      populate: types.programme.populate as never,
    });
    await save(entry, 'bn', { summary: 'নতুন', benefits: [draft.benefits[0], benefit('আরও', 90)] });
    const answer = await approveEntry(cms, moderator, entry);
    expect(answer.status, answer.text).toBe(200);
    const { languages } = await look(entry);
    expect(languages.map(({ state }: { state: string }) => state)).toEqual(['live', 'live-with-draft']);
    expect(languages[1].problems).toContainEqual(
      expect.objectContaining({ field: 'benefits.1.amount', blocking: true }),
    );
  });

  it('is decided on with both languages of a selection', async () => {
    const entry = await liveInBoth('Selection');
    await changeAmount(entry, 720);
    await submitBoth(entry);
    const { digest, also } = await digests(entry);
    const items = [
      { type: 'programme', document: entry.documentId, language: 'bn', digest },
      { type: 'programme', document: entry.documentId, language: 'en', digest: also.en },
    ];
    const alone = { action: 'approve', items: items.slice(0, 1) };
    const refused = await moderator.request('POST', '/platform/approval/batch', alone);
    expect(refused.body.results[0]).toMatchObject({ ok: false });
    const { body } = await moderator.request('POST', '/platform/approval/batch', {
      action: 'approve',
      items,
    });
    expect(body.results.map(({ ok }: { ok: boolean }) => ok)).toEqual([true, true]);
    expect(await liveAmounts(entry)).toEqual([720, 720]);
  });

  it('goes back in both languages where both are returned', async () => {
    const entry = await liveInBoth('Back');
    await changeAmount(entry, 730);
    await submitBoth(entry);
    const body = { ...(await digests(entry)), comment: 'Which order says so?' };
    expect((await moderator.request('POST', `${approvalOf(entry)}/bn/return`, body)).status).toBe(200);
    expect(await statesOf(entry)).toEqual(['returned', 'returned']);
    await decide(editor, entry, 'submit');
    const alone = { ...(await digests(entry)), comment: 'Submit both' };
    expect((await moderator.request('POST', `${approvalOf(entry)}/bn/return`, alone)).status).toBe(200);
    expect(await statesOf(entry)).toEqual(['returned', 'returned']);
  });
});

describe('the rules of each language hold', () => {
  it('for one’s own work in the other language', async () => {
    const entry = await liveInBoth('Own work');
    await save(entry, 'en', { summary: 'By a moderator' }, moderator);
    await changeAmount(entry, 610);
    await submitBoth(entry);
    const refused = await approve(entry, await digests(entry));
    expect(codeOf(refused)).toBe('own-work');
    expect(refused.body.error.message).toMatch(/^English: /);
    const colleague = await cms.signIn('moderator');
    expect((await approve(entry, await digests(entry), colleague)).status).toBe(200);
  });

  it('for whoever changed the amount, who wrote in both', async () => {
    const entry = await liveInBoth('Changed by a moderator');
    const colleague = await cms.signIn('moderator');
    await save(entry, 'bn', { stages: ['working-age'] }, colleague);
    await submitBoth(entry);
    const refused = await colleague.request('POST', `${approvalOf(entry)}/en/approve`, {
      digest: (await digests(entry)).also.en,
      also: { bn: (await digests(entry)).digest },
    });
    expect(codeOf(refused)).toBe('own-work');
  });

  it('for a ministry’s own step', async () => {
    const approver = await cms.signIn('editor', ['msw']);
    await cms.strapi.db
      .query('api::membership.membership')
      .update({ where: { user: approver.userId }, data: { approver: true } });
    const entry = await liveInBoth('Step');
    const turn = (on: boolean) => admin.request('POST', '/platform/approval/steps', { ministry: 'msw', on });
    expect((await turn(true)).status).toBe(200);
    await changeAmount(entry, 620);
    await submitBoth(entry);
    expect((await decide(approver, entry, 'agree')).status).toBe(200);
    expect(codeOf(await approve(entry, await digests(entry)))).toBe('ministry-first');
    expect((await decide(approver, inLanguage(entry, 'en'), 'agree')).status).toBe(200);
    expect((await approve(entry, await digests(entry))).status).toBe(200);
    await changeAmount(entry, 621);
    await submitBoth(entry);
    const agreed = await approver.request('POST', `${approvalOf(entry)}/bn/agree`, await digests(entry));
    expect(agreed.body.languages.map(({ step }: { step: string }) => step)).toEqual([
      'moderator',
      'moderator',
    ]);
    await turn(false);
  });

  it('for what is missing in the other language', async () => {
    const entry = await liveInBoth('Missing');
    await changeAmount(entry, 630);
    await save(entry, 'en', { summary: null });
    const refused = await submitBoth(entry);
    expect(codeOf(refused)).toBe('incomplete');
    expect(refused.body.error.message).toMatch(/^English: .*summary/);
    expect(await statesOf(entry)).toEqual(['live-with-draft', 'live-with-draft']);
  });

  it('for an override, which names both', async () => {
    const entry = await liveInBoth('Override');
    await save(entry, 'bn', { stages: ['working-age'] }, admin);
    await submitBoth(entry, admin);
    const wish = {
      kind: 'override',
      language: 'bn',
      reason: 'Nobody else is at work',
      ...(await digests(entry)),
    };
    const confirming = await cms.signIn('strapi-super-admin');
    expect(codeOf(await propose(admin, entry, { ...wish, also: {} }))).toBe('shared-together');
    const asked = await propose(admin, entry, wish);
    expect(asked.status, asked.text).toBe(200);
    const confirmed = await second(confirming, entry);
    expect(confirmed.status, confirmed.text).toBe(200);
    expect(await statesOf(entry)).toEqual(['live', 'live']);
    const again = await liveInBoth('Override changed');
    await save(again, 'bn', { stages: ['working-age'] }, admin);
    await submitBoth(again, admin);
    await propose(admin, again, { ...wish, ...(await digests(again)) });
    const { proposals } = await look(again, confirming);
    await save(again, 'en', { summary: 'Changed meanwhile' }, admin);
    await decide(admin, inLanguage(again, 'en'), 'submit');
    const path = `${approvalOf(again)}/proposals/${proposals[0].id}/confirm`;
    expect(codeOf(await confirming.request('POST', path, {}))).toBe('lapsed-changed');
  });
});

describe('a schedule', () => {
  const due = (entry: Entry) =>
    cms.strapi.db.query('api::approval.record').updateMany({
      where: { document: entry.documentId, state: 'approved' },
      data: { publishAt: new Date(Date.now() - 1000).toISOString() },
    });
  const publishDue = () => cms.module<typeof Schedule>('features/approval/schedule').publishDue(cms.strapi);
  const later = () => new Date(Date.now() + 3_600_000).toISOString();

  it('puts both languages live at once', async () => {
    const entry = await liveInBoth('Scheduled');
    await changeAmount(entry, 640);
    await submitBoth(entry);
    const { digest } = await digests(entry);
    expect(codeOf(await approve(entry, { digest, publishAt: later() }))).toBe('shared-together');
    expect((await approve(entry, { ...(await digests(entry)), publishAt: later() })).status).toBe(200);
    expect(await statesOf(entry)).toEqual(['approved', 'approved']);
    await due(entry);
    await publishDue();
    expect(await statesOf(entry)).toEqual(['live', 'live']);
    expect(await liveAmounts(entry)).toEqual([640, 640]);
  });

  it('gives one language back where the other was changed meanwhile', async () => {
    const entry = await liveInBoth('Broken off');
    await changeAmount(entry, 660);
    await submitBoth(entry);
    await approve(entry, { ...(await digests(entry)), publishAt: later() });
    await save(entry, 'en', { summary: 'Not done yet' });
    await due(entry);
    await publishDue();
    const { languages } = await look(entry);
    expect(languages[0]).toMatchObject({ state: 'returned', comment: expect.stringContaining('English') });
    expect(await liveAmounts(entry)).toEqual([500, 500]);
  });
});

it('says where the live languages disagree, and lets nothing go live that leaves them so', async () => {
  const entry = await liveInBoth('Disagreeing');
  const live = await cms.strapi.db.query('api::programme.programme').findOne({
    where: { documentId: entry.documentId, locale: 'en', publishedAt: { $notNull: true } },
    populate: types.programme.populate as never,
  });
  await cms.strapi.db
    .query('programme.benefit')
    .update({ where: { id: live.benefits[0].id }, data: { taka: 600 } });
  const { languages } = await look(entry);
  for (const { problems } of languages)
    expect(problems).toContainEqual(
      expect.objectContaining({
        code: 'platform.approval.problem.shared-disagrees',
        field: 'benefits.0.taka',
        values: expect.objectContaining({ bn: '500', en: '600' }),
      }),
    );
  await save(entry, 'bn', { summary: 'শুধু কথা' });
  await decide(editor, entry, 'submit');
  expect(codeOf(await approve(entry, await digests(entry)))).toBe('shared-not-submitted');
});

it('says where a list has not the same parts in both languages', async () => {
  const entry = await liveInBoth('Unequal');
  await save(entry, 'en', { benefits: [] });
  const { languages } = await look(entry);
  expect(languages[0].problems).toContainEqual(
    expect.objectContaining({
      field: 'benefits',
      blocking: false,
      text: 'What it gives: not the same as in English: 1 here, 0 there',
    }),
  );
});
