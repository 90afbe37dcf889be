import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  approveEntry,
  create,
  createBasics,
  type Session,
  samples,
  send,
  startCms,
  type TestCms,
} from './cms.ts';

const PROGRAMMES = '/content-manager/collection-types/api::programme.programme';
const STORIES = '/content-manager/collection-types/api::story.story';

let cms: TestCms;
let welfare: Session;
let food: Session;
let moderator: Session;
let foodDraft: string;
let foodLive: string;

beforeAll(async () => {
  cms = await startCms();
  await createBasics(cms);
  welfare = await cms.signIn('editor', ['msw']);
  food = await cms.signIn('editor', ['food']);
  moderator = await cms.signIn('moderator');
  foodDraft = (await create(cms, 'programme', samples.programme('Canary rice', 'food'))).documentId;
  foodLive = (await create(cms, 'programme', samples.programme('Canary live', 'food'))).documentId;
  await cms.asSystem(() =>
    cms.strapi.documents('api::programme.programme' as never).publish({ documentId: foodLive, locale: 'bn' }),
  );
});
afterAll(() => cms.stop());

describe('an editor', () => {
  it('writes a draft, which belongs to their own ministry without their saying so', async () => {
    const { ministry, ...data } = samples.programme('Allowance');
    const { status, body } = await welfare.request('POST', `${PROGRAMMES}?locale=bn`, data);
    expect(status).toBe(201);
    expect(body.data).toMatchObject({ ministry, slug: 'allowance', publishedAt: null });
  });

  it('adds the other language, which belongs to the same ministry and can be opened again', async () => {
    const { body } = await welfare.request('POST', `${PROGRAMMES}?locale=bn`, { name: 'দুই ভাষা' });
    const where = `${PROGRAMMES}/${body.data.documentId}?locale=en`;
    const added = await welfare.request('PUT', where, { name: 'Two languages', ministry: null });
    const opened = await welfare.request('GET', where);
    expect([added.status, opened.status]).toEqual([200, 200]);
    expect(opened.body.data).toMatchObject({ name: 'Two languages', ministry: 'msw', slug: 'two-languages' });
  });

  it('cannot publish, by the admin’s route or in bulk', async () => {
    const { body } = await welfare.request('POST', `${PROGRAMMES}?locale=bn`, samples.programme('Mine'));
    const { documentId } = body.data;
    const one = await welfare.request('POST', `${PROGRAMMES}/${documentId}/actions/publish?locale=bn`, {});
    const bulk = await welfare.request('POST', `${PROGRAMMES}/actions/bulkPublish?locale=bn`, {
      documentIds: [documentId],
    });
    expect([one.status, bulk.status]).toEqual([403, 403]);
  });

  it('finds only their own ministry’s entries in the list, whatever they filter by', async () => {
    for (const query of [
      '',
      '&_q=Canary',
      '&filters[ministry][$eq]=food',
      '&filters[slug][$contains]=canary',
      '&sort=summary:ASC',
    ]) {
      const { text } = await welfare.request('GET', `${PROGRAMMES}?locale=bn${query}`);
      expect(text).not.toContain('Canary');
    }
  });

  it.each([
    ['read', 'GET', (id: string) => `${id}?locale=bn`],
    ['read the published version of', 'GET', (id: string) => `${id}?locale=bn&status=published`],
    ['change', 'PUT', (id: string) => `${id}?locale=bn`],
    ['add a language to', 'PUT', (id: string) => `${id}?locale=en`],
    ['delete', 'DELETE', (id: string) => `${id}?locale=bn`],
    ['copy', 'POST', (id: string) => `clone/${id}?locale=bn`],
    ['discard the changes of', 'POST', (id: string) => `${id}/actions/discard?locale=bn`],
    ['take down', 'POST', (id: string) => `${id}/actions/unpublish?locale=bn`],
  ])('cannot %s another ministry’s entry, live or draft', async (_what, method, where) => {
    const body = method === 'GET' || method === 'DELETE' ? undefined : { name: 'Stolen', ministry: 'msw' };
    for (const id of [foodDraft, foodLive]) {
      const answer = await welfare.request(method, `${PROGRAMMES}/${where(id)}`, body);
      expect(answer.status).toBe(403);
      expect(answer.text).not.toContain('Canary');
    }
    const stored = await cms.strapi.db
      .query('api::programme.programme')
      .findMany({ where: { ministry: 'food' } });
    expect(new Set(stored.map(({ name }: { name: string }) => name))).toEqual(
      new Set(['Canary rice', 'Canary live']),
    );
  });

  it('is told the same of an entry that does not exist as of another ministry’s', async () => {
    for (const [method, where] of [
      ['GET', (id: string) => `${PROGRAMMES}/${id}?locale=bn`],
      ['PUT', (id: string) => `${PROGRAMMES}/${id}?locale=bn`],
      ['POST', (id: string) => `/platform/preview/programme/${id}/bn`],
      ['GET', (id: string) => `/platform/approval/entries/programme/${id}`],
      ['GET', (id: string) => `/platform/publication/entries/programme/${id}`],
    ] as const) {
      const body = method === 'GET' ? undefined : {};
      const others = await welfare.request(method, where(foodDraft), body);
      const nothing = await welfare.request(method, where('a'.repeat(24)), body);
      expect([403, 404]).toContain(others.status);
      expect(nothing).toEqual(others);
    }
  });

  it('cannot take another ministry’s document over by its id in the body', async () => {
    const { body } = await welfare.request('POST', `${PROGRAMMES}?locale=en`, { name: 'Own' });
    const own = body.data.documentId;
    const forged = { name: 'Taken', documentId: foodDraft, id: 900_000, __pivot: { document_id: foodDraft } };
    await welfare.request('PUT', `${PROGRAMMES}/${own}?locale=en`, forged);
    const created = await welfare.request('POST', `${PROGRAMMES}?locale=en`, forged);
    expect(created.body.data.documentId).not.toBe(foodDraft);
    expect(created.body.data.id).toBeLessThan(900_000);
    const rows = await cms.strapi.db
      .query('api::programme.programme')
      .findMany({ where: { documentId: foodDraft } });
    expect(rows.map(({ name, ministry }: Record<string, string>) => `${name} ${ministry}`)).toEqual([
      'Canary rice food',
    ]);
    const kept = await cms.strapi.db.query('api::programme.programme').count({ where: { documentId: own } });
    expect(kept).toBe(1);
  });

  it('cannot delete others’ entries in bulk', async () => {
    const documentIds = [foodDraft, foodLive];
    await welfare.request('POST', `${PROGRAMMES}/actions/bulkDelete?locale=bn`, { documentIds });
    const left = await cms.strapi.db
      .query('api::programme.programme')
      .count({ where: { documentId: { $in: documentIds } } });
    expect(left).toBe(3);
  });

  it('cannot create inside, or move an entry into, another ministry', async () => {
    const inside = await welfare.request(
      'POST',
      `${PROGRAMMES}?locale=bn`,
      samples.programme('Intruder', 'food'),
    );
    const { body } = await welfare.request('POST', `${PROGRAMMES}?locale=bn`, samples.programme('Movable'));
    const moved = await welfare.request('PUT', `${PROGRAMMES}/${body.data.documentId}?locale=bn`, {
      ministry: 'food',
    });
    expect([inside.status, moved.status]).toEqual([403, 403]);
  });

  it('changes their own portfolio, not another’s, and makes no new ministry', async () => {
    const ministries = '/content-manager/collection-types/api::ministry.ministry';
    const stored = await cms.strapi.db
      .query('api::ministry.ministry')
      .findMany({ where: { publishedAt: null } });
    const idOf = (code: string) => stored.find((row: { code: string }) => row.code === code)?.documentId;
    const own = await welfare.request('PUT', `${ministries}/${idOf('msw')}?locale=bn`, { shortName: 'MSW' });
    const other = await welfare.request('PUT', `${ministries}/${idOf('food')}?locale=bn`, {
      shortName: 'Hijacked',
    });
    const created = await welfare.request('POST', `${ministries}?locale=bn`, samples.ministry('fake'));
    expect([own.status, other.status, created.status]).toEqual([200, 403, 403]);
  });

  it('cannot delete what is live', async () => {
    const { documentId } = await create(cms, 'story', samples.story('Live story'));
    await approveEntry(cms, moderator, { type: 'story', documentId });
    const { status, text } = await welfare.request('DELETE', `${STORIES}/${documentId}?locale=bn`);
    expect(status).toBe(403);
    expect(text).toContain('ask a moderator to take it off the site first');
  });

  it('is offered what is live and their own drafts to refer to, no draft of others', async () => {
    await create(cms, 'programme', samples.programme('Own draft'));
    const { body } = await welfare.request('GET', '/platform/references/programme');
    const names = body.map(({ name }: { name: string }) => name);
    expect(names).toContain('Own draft');
    expect(names).not.toContain('Canary rice');
  });

  it('hears the same of a reference to what others are writing and to what does not exist', async () => {
    await create(cms, 'committee', { code: 'food-draft', name: 'Canary committee', ministry: 'food' });
    const referTo = async (cluster: string) => {
      const data = { ...samples.programme('Refers'), cluster };
      const { status, text } = await welfare.request('POST', `${PROGRAMMES}?locale=bn`, data);
      return `${status} ${text.replaceAll(cluster, '')}`;
    };
    expect(await referTo('food-draft')).toBe(await referTo('nothing'));
    expect(await referTo('food-draft')).toContain('there is no committee');
  });

  it('keeps a reference that a moderator made to what others are writing', async () => {
    const { body } = await welfare.request('POST', `${PROGRAMMES}?locale=bn`, samples.programme('Kept'));
    const where = `${PROGRAMMES}/${body.data.documentId}?locale=bn`;
    await create(cms, 'committee', { code: 'food-kept', name: 'Canary committee two', ministry: 'food' });
    await moderator.request('PUT', where, { cluster: 'food-kept' });
    const saved = await welfare.request('PUT', where, { cluster: 'food-kept', summary: 'Changed' });
    expect([saved.status, saved.body.data?.cluster]).toEqual([200, 'food-kept']);
  });

  it('without a membership, or with one that has ended, gets nothing', async () => {
    const nobody = await cms.signIn('editor');
    const former = await cms.signIn('editor');
    await cms.strapi.db
      .query('api::membership.membership')
      .create({ data: { user: former.userId, ministry: 'msw', until: '2020-01-01' } });
    for (const editor of [nobody, former]) {
      const list = await editor.request('GET', `${PROGRAMMES}?locale=bn`);
      const created = await editor.request('POST', `${PROGRAMMES}?locale=bn`, samples.programme('Nowhere'));
      expect(list.body.results ?? []).toEqual([]);
      expect(created.status).toBe(403);
    }
  });

  it('in two ministries sees both and must say which one an entry belongs to', async () => {
    const both = await cms.signIn('editor', ['msw', 'food']);
    const { text } = await both.request('GET', `${PROGRAMMES}?locale=bn&_q=Canary`);
    const { ministry, ...data } = samples.programme('Shared');
    const silent = await both.request('POST', `${PROGRAMMES}?locale=bn`, data);
    const said = await both.request('POST', `${PROGRAMMES}?locale=bn`, { ...data, ministry });
    expect(text).toContain('Canary rice');
    expect([silent.status, said.status]).toEqual([400, 201]);
  });

  it.each([
    ['GET', '/content-manager/homepage/count-documents', 404],
    ['GET', '/admin/homepage/key-statistics', 404],
    ['POST', '/i18n/content-manager/actions/get-non-localized-fields', 404],
    ['GET', `${PROGRAMMES}/actions/countManyEntriesDraftRelations?documentIds[$startsWith]=a&locale=bn`, 403],
    ['GET', '/content-manager/relations/api::programme.programme/createdBy', 403],
    ['POST', '/content-manager/uid/generate', 404],
    ['POST', '/upload/actions/upload-from-urls', 404],
    ['POST', '/upload/folders', 404],
    ['POST', '/upload/actions/bulk-move', 404],
    ['POST', '/email', 404],
    ['PUT', '/i18n/settings', 404],
    ['DELETE', '/i18n/locales/1', 404],
  ])('finds %s %s closed: it goes around the boundary', async (method, where, status) => {
    const answer = await welfare.request(method, where, method === 'GET' ? undefined : {});
    // A path that is also another method's answers 405.
    expect(answer.status === 405 ? 404 : answer.status).toBe(status);
  });

  it('sees no folders', async () => {
    for (const where of ['/upload/folders?populate[files]=true', '/upload/folder-structure']) {
      expect((await welfare.request('GET', where)).body).toEqual({ data: [] });
    }
  });

  it('has no way to terms, pages and settings', async () => {
    for (const where of [
      'collection-types/api::term.term',
      'collection-types/api::page.page',
      'single-types/api::site-settings.site-settings',
    ]) {
      expect((await food.request('GET', `/content-manager/${where}`)).status).toBe(403);
    }
  });
});

describe('a moderator', () => {
  it('reads every ministry’s drafts and approves them', async () => {
    const { text } = await moderator.request('GET', `${PROGRAMMES}?locale=bn&_q=Canary`);
    const { documentId } = await create(cms, 'programme', samples.programme('To publish', 'food'));
    const { status } = await approveEntry(cms, moderator, { type: 'programme', documentId });
    expect(text).toContain('Canary rice');
    expect(status).toBe(200);
  });
});

describe('an entry that a moderator moves', () => {
  it('belongs to the other ministry in both languages', async () => {
    const { documentId } = await create(cms, 'programme', samples.programme('Moving'));
    await moderator.request('PUT', `${PROGRAMMES}/${documentId}?locale=en`, samples.programme('Moving'));
    await moderator.request('PUT', `${PROGRAMMES}/${documentId}?locale=en`, { ministry: 'food' });
    const rows = await cms.strapi.db.query('api::programme.programme').findMany({ where: { documentId } });
    expect(rows.map(({ ministry }: { ministry: string }) => ministry)).toEqual(['food', 'food']);
    expect((await welfare.request('GET', `${PROGRAMMES}/${documentId}?locale=bn`)).status).toBe(403);
  });
});

describe('everyone else', () => {
  it('gets nothing from the public API: the public role has no permission', async () => {
    for (const where of [
      '/api/programmes',
      '/api/programmes?status=draft',
      `/api/programmes/${foodDraft}`,
      '/api/site-settings',
      '/api/upload/files',
    ]) {
      const { status, text } = await send(cms.url, 'GET', where);
      expect([401, 403, 404]).toContain(status);
      expect(text).not.toContain('Canary');
    }
    const permissions = await cms.strapi.db.query('admin::permission').count({ where: { role: null } });
    expect(permissions).toBe(0);
  });

  it('gets no membership of a ministry that does not exist, or that ends before it begins', async () => {
    const admin = await cms.signIn('strapi-super-admin');
    const where = '/content-manager/collection-types/api::membership.membership';
    const user = { connect: [{ id: admin.userId }] };
    const wrong = await admin.request('POST', where, { user, ministry: 'nowhere' });
    const reversed = await admin.request('POST', where, {
      user,
      ministry: 'msw',
      from: '2026-02-01',
      until: '2026-01-01',
    });
    const nobody = await admin.request('POST', where, { ministry: 'msw' });
    const right = await admin.request('POST', where, { user, ministry: 'msw', until: '2026-01-01' });
    const later = await admin.request('PUT', `${where}/${right.body.data.documentId}`, {
      from: '2026-02-01',
    });
    expect([wrong.status, reversed.status, nobody.status, right.status, later.status]).toEqual([
      400, 400, 400, 201, 400,
    ]);
    expect(wrong.text).toContain('there is no ministry “nowhere”');
    expect(reversed.text).toContain('until: lies before from');
  });

  it('cannot write through the document service without being somebody', async () => {
    await expect(
      cms.strapi.documents('api::story.story' as never).create({ data: samples.story('Ghost') as never }),
    ).rejects.toThrow('You may not do this');
  });

  it('needs a sign-in for the admin’s own routes', async () => {
    for (const where of ['/platform/references/programme', '/platform/publication']) {
      expect((await send(cms.url, 'GET', where)).status).toBe(401);
    }
  });
});
