import sharp from 'sharp';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type * as Membership from '../src/features/access/membership.ts';
import type * as Settings from '../src/kernel/settings.ts';
import {
  type Answer,
  approvalOf,
  create,
  createBasics,
  decide,
  type Entry,
  readExport,
  type Session,
  samples,
  startCms,
  type TestCms,
} from './cms.ts';

const UNIT = 'api::organisation-unit.organisation-unit';
const STORIES = '/content-manager/collection-types/api::story.story';

let cms: TestCms;
let moderator: Session;
let admin: Session;
/** Members of nodes of the tree below, by its code. */
let people: Record<string, Session>;
/** A draft of each node, by its code. */
let drafts: Record<string, string>;

const units = () => cms.strapi.db.query(UNIT);
const memberships = () => cms.strapi.db.query('api::membership.membership');
const names = (code: string) => ({ nameBn: `${code} নাম`, nameEn: `Unit ${code}` });

/** Adds a unit, as the system. */
const add = (code: string, kind: string, parent?: string, delegatesBelow = false) =>
  cms.asSystem(() => units().create({ data: { code, kind, parent, delegatesBelow, ...names(code) } }));
const change = (code: string, data: object) => cms.asSystem(() => units().update({ where: { code }, data }));
const remove = (code: string) => cms.asSystem(() => units().delete({ where: { code } }));

/** Lets those of a ministry act below it, or no longer. */
async function delegate(code: string, delegatesBelow: boolean): Promise<void> {
  if (await units().count({ where: { code } })) await change(code, { delegatesBelow });
  else await cms.asSystem(() => units().create({ data: { code, kind: 'ministry', delegatesBelow } }));
}

async function draftOf(code: string): Promise<string> {
  return (await create(cms, 'story', samples.story(`Canary of ${code}`, code))).documentId;
}

beforeAll(async () => {
  cms = await startCms();
  await createBasics(cms, ['msw', 'food', 'health']);
  moderator = await cms.signIn('moderator');
  admin = await cms.signIn('strapi-super-admin');
  await add('dss', 'department', 'msw');
  await add('dss-kurigram', 'office', 'dss');
  await add('jpuf', 'department', 'msw');
  await add('dgf', 'department', 'food');
  await add('dgf-barisal', 'office', 'dgf');
  await add('ngo', 'organisation', undefined, true);
  await add('ngo-branch', 'organisation', 'ngo');
  const codes = ['msw', 'dss', 'dss-kurigram', 'jpuf', 'food', 'dgf', 'dgf-barisal', 'ngo', 'ngo-branch'];
  people = {};
  drafts = {};
  for (const code of codes) {
    people[code] = await cms.signIn('editor', [code]);
    drafts[code] = await draftOf(code);
  }
});
afterAll(() => cms.stop());

const person = (code: string) => people[code] as Session;
const where = (code: string) => `${STORIES}/${drafts[code]}?locale=bn`;
const entry = (code: string): Entry => ({ type: 'story', documentId: drafts[code] ?? '' });

/** Whose drafts somebody finds in the list, which are those whose state they are told. */
async function reaches(session: Session): Promise<string[]> {
  const list = await session.request('GET', `${STORIES}?locale=bn&pageSize=100&sort=title:ASC`);
  const listed = list.body.results.map(({ documentId }: { documentId: string }) => documentId);
  const reached: string[] = [];
  for (const [code, documentId] of Object.entries(drafts)) {
    const { status } = await session.request('GET', approvalOf(entry(code)));
    expect(status === 200, code).toBe(listed.includes(documentId));
    if (status === 200) reached.push(code);
  }
  return reached.sort();
}

/** What each way to a draft answers to somebody. */
async function everyWay(session: Session, code: string): Promise<Answer[]> {
  const answers: Answer[] = [];
  for (const [method, path] of [
    ['GET', where(code)],
    ['PUT', where(code)],
    ['PUT', where(code).replace('=bn', '=en')],
    ['POST', `/platform/preview/story/${drafts[code]}/bn`],
    ['GET', approvalOf(entry(code))],
    ['GET', `${approvalOf(entry(code))}/history`],
    ['GET', `/platform/publication/entries/story/${drafts[code]}`],
  ] as const)
    answers.push(await session.request(method, path, method === 'GET' ? undefined : { byline: 'By me' }));
  return answers;
}

const write = (session: Session, data: object): Promise<Answer> =>
  session.request('POST', `${STORIES}?locale=bn`, {
    ...samples.story('Written'),
    ministry: undefined,
    ...data,
  });

describe('an editor', () => {
  it.each([
    ['a ministry', 'msw'],
    ['a department', 'dss'],
    ['an office', 'dss-kurigram'],
    ['an organisation’s branch', 'ngo-branch'],
  ])('of %s reaches what belongs to it alone, and writes for it', async (_what, code) => {
    expect(await reaches(person(code))).toEqual([code]);
    const written = await write(person(code), {});
    expect([written.status, written.body.data.ministry]).toEqual([201, code]);
    const elsewhere = await write(person(code), { ministry: code === 'msw' ? 'dss' : 'msw' });
    expect([elsewhere.status, elsewhere.body.error.message]).toEqual([
      403,
      'You can only write for your own ministry.',
    ]);
  });

  it('of a department opens no other draft in any way, and its own in every one', async () => {
    const own = await everyWay(person('dss'), 'dss');
    expect(own.map(({ status }) => status)).toEqual(own.map(() => 200));
    for (const code of ['msw', 'dss-kurigram', 'food', 'ngo']) {
      for (const { status, text } of await everyWay(person('dss'), code)) {
        expect([403, 404]).toContain(status);
        expect(text).not.toContain('Canary');
      }
    }
  });

  it('of a department cannot open the portfolio of its ministry', async () => {
    const { text } = await person('dss').request(
      'GET',
      '/content-manager/collection-types/api::ministry.ministry?locale=bn',
    );
    expect(JSON.parse(text).results).toEqual([]);
  });

  it('of an organisation reaches its branch, and nothing of any ministry', async () => {
    expect(await reaches(person('ngo'))).toEqual(['ngo', 'ngo-branch']);
  });

  it('of a department and an office of another reaches both', async () => {
    const both = await cms.signIn('editor', ['jpuf', 'dgf-barisal']);
    expect(await reaches(both)).toEqual(['dgf-barisal', 'jpuf']);
  });

  it('of a department gets nothing once the membership has ended', async () => {
    const session = await cms.signIn('editor', ['dss']);
    expect(await reaches(session)).toEqual(['dss']);
    await memberships().update({ where: { user: session.userId }, data: { until: '2020-01-01' } });
    expect(await reaches(session)).toEqual([]);
    expect((await write(session, {})).status).toBe(403);
  });
});

describe('a ministry that says so', () => {
  beforeEach(() => delegate('msw', true));
  afterEach(() => delegate('msw', false));

  it('lets its editors act below it, at once and only so long', async () => {
    expect(await reaches(person('msw'))).toEqual(['dss', 'dss-kurigram', 'jpuf', 'msw']);
    expect(await reaches(person('food'))).toEqual(['food']);
    expect(await reaches(person('dss'))).toEqual(['dss']);
    await delegate('msw', false);
    expect(await reaches(person('msw'))).toEqual(['msw']);
  });

  it('lets its editors write for what is below it, and for itself where they do not say', async () => {
    const [own, below] = [
      await write(person('msw'), {}),
      await write(person('msw'), { ministry: 'dss-kurigram' }),
    ];
    expect([own.body.data.ministry, below.body.data.ministry]).toEqual(['msw', 'dss-kurigram']);
    expect((await write(person('msw'), { ministry: 'dgf' })).status).toBe(403);
    expect((await write(person('msw'), { ministry: 'nothing' })).status).toBe(403);
  });

  it('shows its editors what was submitted below it, and files from there', async () => {
    expect((await decide(person('dss'), entry('dss'), 'submit')).status).toBe(200);
    const queued = async (by: Session) => (await by.request('GET', '/platform/approval/queue')).text;
    expect(await queued(person('msw'))).toContain(drafts.dss);
    expect(await queued(person('food'))).not.toContain(drafts.dss);
    const { id } = await cms.strapi.db.query('plugin::upload.file').create({
      data: {
        name: 'of-dss.png',
        hash: 'of-dss',
        ext: '.png',
        mime: 'image/png',
        size: 1,
        url: '/x',
        provider: 'local',
        ministry: 'dss',
      },
    });
    const open = (by: Session) => by.request('GET', `/upload/files/${id}`);
    expect([(await open(person('msw'))).status, (await open(person('dss'))).status]).toEqual([200, 200]);
    expect((await open(person('food'))).status).not.toBe(200);
    await delegate('msw', false);
    expect(await queued(person('msw'))).not.toContain(drafts.dss);
    expect((await open(person('msw'))).status).not.toBe(200);
    await decide(person('dss'), entry('dss'), 'take-back');
  });

  it('has its own step for its departments, and its approvers agree for them', async () => {
    const { approversOf } = cms.module<typeof Membership>('features/access/membership');
    const approver = await cms.signIn('editor', ['msw']);
    await memberships().update({ where: { user: approver.userId }, data: { approver: true } });
    await admin.request('POST', '/platform/approval/steps', { ministry: 'msw', on: true });
    expect(await approversOf(cms.strapi, 'dss')).toEqual([approver.userId]);
    expect(await approversOf(cms.strapi, 'dgf')).toEqual([]);
    await decide(person('dss'), entry('dss'), 'submit');
    const [waiting] = (await approver.request('GET', approvalOf(entry('dss')))).body.languages;
    expect([waiting.state, waiting.step]).toEqual(['submitted', 'ministry']);
    expect((await decide(approver, entry('dss'), 'agree')).status).toBe(200);
    await decide(person('dss'), entry('dss'), 'take-back');
    await decide(person('dss'), entry('dss'), 'submit');
    // Switched off, what waits below passes on to the moderators as what is the ministry's own does.
    await admin.request('POST', '/platform/approval/steps', { ministry: 'msw', on: false });
    const record = await cms.strapi.db
      .query('api::approval.record')
      .findOne({ where: { document: drafts.dss } });
    expect([record.state, record.step]).toEqual(['submitted', 'moderator']);
    await decide(person('dss'), entry('dss'), 'take-back');
  });
});

describe('a unit that is moved', () => {
  afterEach(async () => {
    await change('dss-kurigram', { parent: 'dss' });
    await change('dss', { parent: 'msw', delegatesBelow: false });
    for (const code of ['msw', 'food']) await delegate(code, false);
  });

  it('leaves the scope of what it was part of, for that of what it is part of now', async () => {
    await change('dss', { delegatesBelow: true });
    await change('jpuf', { delegatesBelow: true });
    expect(await reaches(person('dss'))).toEqual(['dss', 'dss-kurigram']);
    await change('dss-kurigram', { parent: 'jpuf' });
    expect(await reaches(person('dss'))).toEqual(['dss']);
    expect(await reaches(person('jpuf'))).toEqual(['dss-kurigram', 'jpuf']);
    await change('jpuf', { delegatesBelow: false });
  });

  it('takes all below it along to another ministry', async () => {
    for (const code of ['msw', 'food']) await delegate(code, true);
    await change('dss', { parent: 'food' });
    expect(await reaches(person('msw'))).toEqual(['jpuf', 'msw']);
    expect(await reaches(person('food'))).toEqual(['dgf', 'dgf-barisal', 'dss', 'dss-kurigram', 'food']);
    expect(await reaches(person('dss-kurigram'))).toEqual(['dss-kurigram']);
  });
});

describe('a unit that is gone', () => {
  it('leaves its people nothing, and its entries to the moderators', async () => {
    await add('gone', 'department', 'msw');
    await delegate('msw', true);
    const session = await cms.signIn('editor', ['gone']);
    drafts.gone = await draftOf('gone');
    expect(await reaches(session)).toEqual(['gone']);
    await remove('gone');
    expect(await reaches(session)).toEqual([]);
    expect(await reaches(person('msw'))).not.toContain('gone');
    expect((await write(session, {})).status).toBe(403);
    expect((await moderator.request('GET', where('gone'))).status).toBe(200);
    delete drafts.gone;
    await delegate('msw', false);
  });

  it('is nothing that an entry or a membership can be given to', async () => {
    const given = await moderator.request('PUT', where('dss'), { ministry: 'gone' });
    expect([given.status, given.body.error.message]).toEqual([400, 'ministry: there is no ministry “gone”']);
    const membership = { user: person('dss').userId, ministry: 'gone' };
    const place = '/content-manager/collection-types/api::membership.membership';
    expect((await admin.request('POST', place, membership)).status).toBe(400);
    expect((await admin.request('POST', place, { ...membership, ministry: 'jpuf' })).status).toBe(201);
    await memberships().delete({ where: { user: person('dss').userId, ministry: 'jpuf' } });
  });
});

describe('the tree of units', () => {
  it.each<[string, () => Promise<unknown>, string]>([
    ['a circle', () => change('dss', { kind: 'office', parent: 'dss-kurigram' }), 'part of itself'],
    [
      'what is part of nothing that exists',
      () => add('new', 'office', 'nothing'),
      '“nothing”, which does not exist',
    ],
    ['an office of nothing', () => add('new', 'office'), 'part of nothing'],
    ['a department of an organisation', () => add('new', 'department', 'ngo'), 'cannot be part of “ngo”'],
    ['an organisation within a ministry', () => add('new', 'organisation', 'msw'), 'cannot be part of “msw”'],
    ['a code that a ministry has', () => add('food', 'department', 'msw'), 'two of the code “food”'],
    ['a code that another has', () => add('dgf', 'department', 'msw'), 'two of the code “dgf”'],
    ['a code in capitals', () => add('New', 'department', 'msw'), 'code'],
    ['another code for the same', () => change('dss', { code: 'new' }), 'code: “dss” cannot change'],
    ['that something goes away that others are part of', () => remove('dgf'), '“dgf”, which does not exist'],
    ['a ministry that there is not', () => delegate('new', true), 'there is no ministry “new”'],
    ['a unit without a name', () => change('dss', { nameBn: '' }), 'nameBn'],
  ])('refuses %s', async (_what, write, message) => {
    const before = await units().findMany({ orderBy: { id: 'asc' } });
    await expect(write()).rejects.toThrow(message);
    expect(await units().findMany({ orderBy: { id: 'asc' } })).toEqual(before);
  });

  it('is closed to all but super admins and the system, and to many at once', async () => {
    const data = { code: 'new', kind: 'department', parent: 'msw', ...names('new') };
    await expect(units().create({ data })).rejects.toThrow('You may not do this.');
    await expect(units().update({ where: { code: 'dss' }, data: { parent: 'food' } })).rejects.toThrow();
    await expect(units().delete({ where: { code: 'dss-kurigram' } })).rejects.toThrow();
    const many = cms.asSystem(() => units().updateMany({ where: {}, data: { parent: 'msw' } }));
    await expect(many).rejects.toThrow('one at a time');
    expect(await units().count({ where: { code: 'new' } })).toBe(0);
  });

  it('gives no ministry a code of a unit', async () => {
    const place = '/content-manager/collection-types/api::ministry.ministry?locale=bn';
    const { status, body } = await moderator.request('POST', place, samples.ministry('dss'));
    expect([status, body.error.message]).toEqual([400, 'code: the code “dss” is taken; choose another']);
  });

  it('keeps a ministry for as long as something is part of it', async () => {
    const place = '/content-manager/collection-types/api::ministry.ministry';
    const made = await moderator.request('POST', `${place}?locale=bn`, samples.ministry('short-lived'));
    const ministry = `${place}/${made.body.data.documentId}?locale=bn`;
    await add('part', 'department', 'short-lived');
    const refused = await moderator.request('DELETE', ministry);
    expect([refused.status, refused.body.error.message]).toEqual([
      403,
      'It cannot go: “part” is part of “short-lived”, which does not exist.',
    ]);
    expect((await moderator.request('GET', ministry)).status).toBe(200);
    await remove('part');
    expect((await moderator.request('DELETE', ministry)).status).toBe(200);
  });

  it('is in the audit record when it changes', async () => {
    await add('recorded', 'department', 'msw');
    await change('recorded', { parent: 'food' });
    await remove('recorded');
    const events = await cms.strapi.db
      .query('api::audit.event')
      .findMany({ where: { ministry: 'recorded' }, orderBy: { position: 'asc' } });
    expect(events.map(({ action, details }) => [action, JSON.parse(details)])).toMatchObject([
      ['organisation-unit.created', { name: 'recorded', unit: 'department', partOf: 'msw' }],
      ['organisation-unit.changed', { from: { partOf: 'msw' }, to: { partOf: 'food' } }],
      ['organisation-unit.deleted', { name: 'recorded' }],
    ]);
  });
});

describe('counts', () => {
  it('are of ministries, whose departments and offices count with them; organisations stand apart', async () => {
    for (const code of ['msw', 'dss', 'dss-kurigram', 'ngo-branch'])
      expect((await decide(person(code), entry(code), 'submit')).status).toBe(200);
    const { body } = await moderator.request('GET', '/platform/approval/numbers?locale=en');
    expect(body.waiting).toMatchObject([{ ministry: 'msw', name: 'Ministry msw', count: 3 }]);
    expect(body.organisations).toMatchObject([{ ministry: 'ngo', name: 'Unit ngo', count: 1 }]);
    const queue = async (ministry: string) => {
      const answer = await moderator.request(
        'GET',
        `/platform/approval/queue?locale=en&ministry=${ministry}`,
      );
      return answer.body.entries.map((one: { ministryName: string }) => one.ministryName).sort();
    };
    expect(await queue('msw')).toEqual(['Ministry msw', 'Unit dss', 'Unit dss-kurigram']);
    expect(await queue('dss')).toEqual(['Unit dss', 'Unit dss-kurigram']);
    expect(await queue('dss-kurigram')).toEqual(['Unit dss-kurigram']);
    expect(await queue('ngo')).toEqual(['Unit ngo-branch']);
    const steps = await moderator.request('GET', '/platform/approval/steps?locale=en');
    const counted = steps.body.steps.map(({ ministry }: { ministry: string }) => ministry);
    expect(counted.sort()).toEqual(['food', 'health', 'msw']);
    for (const code of ['msw', 'dss', 'dss-kurigram', 'ngo-branch'])
      await decide(person(code), entry(code), 'take-back');
  });

  it('of a ministry’s room for files are of all below it', async () => {
    const picture = sharp({ create: { width: 8, height: 8, channels: 3, background: '#0b5d46' } });
    const content = new Uint8Array(await picture.png().toBuffer());
    const file = (by: Session) => {
      const form = new FormData();
      form.append('files', new Blob([content], { type: 'image/png' }), 'a.png');
      return by.request('POST', '/upload', form);
    };
    expect((await file(person('dss'))).status).toBe(201);
    const { getSettings } = cms.module<typeof Settings>('kernel/settings');
    const limits = getSettings() as { UPLOAD_QUOTA_MINISTRY_GB: number };
    const { UPLOAD_QUOTA_MINISTRY_GB: usual } = limits;
    limits.UPLOAD_QUOTA_MINISTRY_GB = 0.000001;
    const answers = [
      await file(person('msw')),
      await file(person('dss-kurigram')),
      await file(person('dgf')),
    ];
    limits.UPLOAD_QUOTA_MINISTRY_GB = usual;
    expect(answers.map(({ status }) => status)).toEqual([413, 413, 201]);
  });
});

describe('what goes live of a department', () => {
  it('stands in the portfolio of its ministry, to which no other can be made by moving the department', async () => {
    await decide(person('dgf-barisal'), entry('dgf-barisal'), 'submit');
    expect((await decide(moderator, entry('dgf-barisal'), 'approve')).status).toBe(200);
    const lines = await readExport(cms);
    const line = lines.find((one) => one.line === 'entry' && one.documentId === drafts['dgf-barisal']);
    expect(line).toMatchObject({ type: 'story', fields: { ministry: 'food' } });
    expect(JSON.stringify(lines)).not.toContain('"dgf');
    await expect(change('dgf', { parent: 'msw' })).rejects.toThrow('entries of “dgf” are live');
    await change('dgf-barisal', { parent: 'food' });
    await change('dgf-barisal', { parent: 'dgf' });
    await expect(remove('dgf-barisal')).rejects.toThrow('entries of “dgf-barisal” are live');
  });
});
