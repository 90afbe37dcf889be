import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  approvalOf,
  createBasics,
  decide,
  type Entry,
  type Session,
  samples,
  startCms,
  type TestCms,
} from './cms.ts';

const STORIES = '/content-manager/collection-types/api::story.story';

let cms: TestCms;
let editor: Session;
let approver: Session;
let foreigner: Session;
let moderator: Session;
let admin: Session;

beforeAll(async () => {
  cms = await startCms();
  await createBasics(cms);
  editor = await cms.signIn('editor', ['msw']);
  approver = await cms.signIn('editor', ['msw']);
  foreigner = await cms.signIn('editor', ['food']);
  moderator = await cms.signIn('moderator');
  admin = await cms.signIn('strapi-super-admin');
});
afterAll(() => cms.stop());

const memberships = () => cms.strapi.db.query('api::membership.membership');
const setApprover = (session: Session, change: object) =>
  memberships().update({ where: { user: session.userId }, data: change });
const turn = (on: boolean, by: Session = admin, ministry = 'msw') =>
  by.request('POST', '/platform/approval/steps', { ministry, on });

async function write(title: string, by = editor): Promise<Entry> {
  const { body } = await by.request('POST', `${STORIES}?locale=bn`, samples.story(title));
  return { type: 'story', documentId: body.data.documentId };
}

async function look(entry: Entry, by = admin) {
  const { body } = await by.request('GET', approvalOf(entry));
  return body.languages[0];
}

const queued = async (entry: Entry, by: Session) =>
  (await by.request('GET', '/platform/approval/queue')).text.includes(entry.documentId);

const codeOf = ({ body }: { body: { error?: { details: { code: string } } } }) =>
  body.error?.details.code.split('.').at(-1);

describe('a ministry’s own step', () => {
  it('is switched on only where somebody can agree, by a super admin or that approver', async () => {
    expect(codeOf(await turn(true))).toBe('no-approver-yet');
    await setApprover(approver, { approver: true });
    for (const stranger of [editor, foreigner, moderator])
      expect(codeOf(await turn(true, stranger))).toBe('step-not-yours');
    expect((await turn(true, approver, 'food')).status).toBe(403);
    const { body } = await turn(true, approver);
    expect(body.steps).toEqual([
      { ministry: 'msw', name: 'Ministry msw', on: true, approvers: 1, mayChange: true },
    ]);
    expect((await foreigner.request('GET', '/platform/approval/steps')).text).not.toContain('msw');
  });

  it('comes before the moderators: they see nothing until the ministry’s approver has agreed', async () => {
    const entry = await write('First step');
    await decide(editor, entry, 'submit');
    expect(await look(entry)).toMatchObject({ state: 'submitted', step: 'ministry' });
    expect([await queued(entry, moderator), await queued(entry, approver)]).toEqual([false, true]);
    expect(codeOf(await decide(moderator, entry, 'approve'))).toBe('ministry-first');
    expect(codeOf(await decide(editor, entry, 'agree'))).toBe('not-ministry-approver');
    expect(codeOf(await decide(moderator, entry, 'agree'))).toBe('not-ministry-approver');
    expect((await decide(foreigner, entry, 'agree')).status).toBe(404);
    expect((await decide(approver, entry, 'agree', { comment: 'Fine' })).status).toBe(200);
    expect(await look(entry)).toMatchObject({
      step: 'moderator',
      agreedBy: { name: 'Test editor', role: 'editor' },
    });
    expect(await queued(entry, moderator)).toBe(true);
    expect((await decide(moderator, entry, 'approve')).status).toBe(200);
    expect((await look(entry)).state).toBe('live');
  });

  it('lets the ministry’s approver return it to its author', async () => {
    const entry = await write('Returned at home');
    await decide(editor, entry, 'submit');
    expect(codeOf(await decide(moderator, entry, 'return', { comment: 'x' }))).toBe('ministry-first');
    await decide(approver, entry, 'return', { comment: 'Ask the finance wing first' });
    expect(await look(entry, editor)).toMatchObject({
      state: 'returned',
      comment: 'Ask the finance wing first',
    });
  });

  it('is no step where one agrees to one’s own work', async () => {
    const own = await write('Own work', approver);
    expect(codeOf(await decide(approver, own, 'submit'))).toBe('no-ministry-approver');
    const edited = await write('Edited by the approver');
    await approver.request('PUT', `${STORIES}/${edited.documentId}?locale=bn`, { summary: 'Mine' });
    expect(codeOf(await decide(editor, edited, 'submit'))).toBe('no-ministry-approver');
  });

  it('fails closed: without an approver any more nothing can be submitted, and the answer says so', async () => {
    const entry = await write('Nobody left');
    for (const change of [{ approver: false }, { until: '2020-01-01' }]) {
      await setApprover(approver, change);
      const refused = await decide(editor, entry, 'submit');
      expect([refused.status, codeOf(refused)]).toEqual([403, 'no-ministry-approver']);
      expect(refused.body.error.message).toContain('Ask a super admin');
      await setApprover(approver, { approver: true, until: null });
    }
    await decide(editor, entry, 'submit');
    await setApprover(approver, { approver: false });
    expect(codeOf(await decide(approver, entry, 'agree'))).toBe('not-ministry-approver');
    await setApprover(approver, { approver: true });
  });

  it('switched off passes on what waits for the ministry', async () => {
    const entry = await write('Passed on');
    await decide(editor, entry, 'submit');
    expect(await queued(entry, moderator)).toBe(false);
    expect((await turn(false)).status).toBe(200);
    expect(await look(entry)).toMatchObject({ state: 'submitted', step: 'moderator' });
    expect(await queued(entry, moderator)).toBe(true);
    expect((await decide(moderator, entry, 'approve')).status).toBe(200);
  });
});

describe('whose an entry is', () => {
  it('says who may know of it: members now, of any of their ministries, and nobody else', async () => {
    const entry = await write('Whose');
    const both = await cms.signIn('editor', ['food', 'msw']);
    const former = await cms.signIn('editor', ['msw']);
    await setApprover(former, { until: '2020-01-01' });
    const nobody = await cms.signIn('editor');
    const status = async (by: Session) => (await by.request('GET', approvalOf(entry))).status;
    expect([await status(both), await status(former), await status(nobody)]).toEqual([200, 404, 404]);
    await decide(editor, entry, 'submit');
    expect([await queued(entry, both), await queued(entry, former), await queued(entry, nobody)]).toEqual([
      true,
      false,
      false,
    ]);
    await moderator.request('PUT', `${STORIES}/${entry.documentId}?locale=bn`, { ministry: 'food' });
    expect([await status(editor), await status(foreigner)]).toEqual([404, 200]);
    expect(await look(entry)).toMatchObject({ state: 'draft' });
    expect((await decide(editor, entry, 'submit')).status).toBe(404);
  });
});
