import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createBasics, inviteTo, type Session, send, startCms, type TestCms } from './cms.ts';

const MEMBERSHIP = 'api::membership.membership';
const PASSWORD = 'Quiet-river-lantern-42';

let cms: TestCms;
let admin: Session;
let roles: Record<string, number>;
let last = 0;

beforeAll(async () => {
  cms = await startCms();
  await createBasics(cms);
  admin = await cms.signIn('strapi-super-admin');
  const rows = await cms.strapi.db.query('admin::role').findMany({});
  roles = Object.fromEntries(rows.map(({ code, id }) => [code, id]));
});
afterAll(() => cms.stop());

async function events(where: object = {}) {
  return cms.strapi.db
    .query('api::audit.event')
    .findMany({ where: { position: { $gt: last }, ...where }, orderBy: { position: 'asc' } });
}

beforeEach(async () => {
  last = (await events({ position: { $gt: 0 } })).at(-1)?.position ?? 0;
});

/** What was recorded since the test began: the actions, and the details of each. */
async function recorded() {
  const rows = await events();
  return rows.map(({ action, actorId, ministry, details }) => ({
    action,
    by: actorId,
    ministry,
    ...JSON.parse(details),
  }));
}

async function invite(email: string, role = 'editor') {
  const user = { email, firstname: 'Focal point', lastname: '(Food)', roles: [roles[role]] };
  const { body } = await admin.request('POST', '/admin/users', user);
  const { id } = body.data;
  return { id, registrationToken: await inviteTo(cms, id) };
}

describe('accounts', () => {
  it('leave a trace from invitation to deletion, and no password or token in it', async () => {
    const { id, registrationToken } = await invite('trace@example.org');
    const userInfo = { firstname: 'Focal point', lastname: '(Food)', password: PASSWORD };
    await send(cms.url, 'POST', '/admin/register', { registrationToken, userInfo });
    const role = roles.moderator;
    await admin.request('PUT', `/admin/users/${id}`, { roles: [role], isActive: false, lastname: '(New)' });
    await admin.request('DELETE', `/admin/users/${id}`);
    const by = admin.userId;
    const name = 'Focal point (Food)';
    expect(await recorded()).toEqual([
      expect.objectContaining({ action: 'account.created', by, id, name, active: false, roles: ['editor'] }),
      expect.objectContaining({ action: 'account.invited', by, id, email: 'trace@example.org' }),
      expect.objectContaining({ action: 'account.invited', by: null, id }),
      expect.objectContaining({ action: 'account.activated', by: null, id, path: '/admin/register' }),
      expect.objectContaining({ action: 'password.changed', by: null, id, path: '/admin/register' }),
      expect.objectContaining({
        action: 'account.changed',
        by,
        from: { name },
        to: { name: 'Focal point (New)' },
      }),
      expect.objectContaining({ action: 'account.deactivated', by, id }),
      expect.objectContaining({ action: 'role.changed', by, id, from: ['editor'], to: ['moderator'] }),
      expect.objectContaining({ action: 'account.deleted', by, id }),
    ]);
    const text = JSON.stringify(await events());
    expect(text).not.toContain(PASSWORD);
    expect(text).not.toContain(registrationToken);
    expect(text).not.toContain('$2');
  });

  it('are recorded when they are deleted together', async () => {
    const ids = [(await invite('one@example.org')).id, (await invite('two@example.org')).id];
    await admin.request('POST', '/admin/users/batch-delete', { ids });
    const deleted = (await recorded()).filter(({ action }) => action === 'account.deleted');
    expect(deleted.map(({ id }) => id)).toEqual(ids);
  });

  it('are recorded when their owners or our own code change them', async () => {
    const editor = await cms.signIn('editor');
    await editor.request('PUT', '/admin/users/me', { firstname: 'Deputy' });
    await cms.strapi.db
      .query('admin::user')
      .updateMany({ where: { id: editor.userId }, data: { isActive: false } });
    expect((await recorded()).slice(-2)).toEqual([
      expect.objectContaining({ action: 'account.changed', by: editor.userId }),
      expect.objectContaining({ action: 'account.deactivated', by: null, id: editor.userId }),
    ]);
  });

  it('leave no trace when the change was refused', async () => {
    const { id } = await invite('refused@example.org');
    const count = (await events()).length;
    const { status } = await admin.request('PUT', `/admin/users/${id}`, { email: 'trace' });
    expect(status).toBe(400);
    const failing = cms.strapi.db.transaction(async () => {
      await cms.strapi.db.query('admin::user').update({ where: { id }, data: { isActive: true } });
      throw new Error('undone');
    });
    await expect(failing).rejects.toThrow('undone');
    expect((await events()).length).toBe(count);
  });
});

describe('names', () => {
  const BAD = '\u202erotaredoM';

  it('are checked wherever they come from, and stored in one form', async () => {
    const editor = await cms.signIn('editor');
    const { id, registrationToken } = await invite('names@example.org');
    const userInfo = { firstname: BAD, password: PASSWORD };
    const answers = [
      await editor.request('PUT', '/admin/users/me', { firstname: BAD }),
      await editor.request('PUT', '/admin/users/me', { username: 'M\u043ederator' }),
      await admin.request('PUT', `/admin/users/${id}`, { lastname: 'a\nb' }),
      await admin.request('POST', '/admin/users', {
        email: 'x@example.org',
        firstname: BAD,
        roles: [roles.editor],
      }),
      await send(cms.url, 'POST', '/admin/register', { registrationToken, userInfo }),
    ];
    for (const { status, body } of answers) {
      expect(status).toBe(400);
      expect(body.error.details.code).toMatch(/^platform\.sign-in\.name-(signs|scripts)$/);
      expect(body.error.message).toMatch(/^Name: /);
    }
    const users = cms.strapi.db.query('admin::user');
    const long = users.update({ where: { id }, data: { firstname: 'a'.repeat(75) } });
    await expect(long).rejects.toThrow('at most 80 letters');
    await editor.request('PUT', '/admin/users/me', {
      firstname: 'Chief  \u0995\u09c7\u09be',
      lastname: null,
    });
    expect((await users.findOne({ where: { id: editor.userId } })).firstname).toBe('Chief \u0995\u09cb');
  });

  it('are shown with the role and the ministries that we know, in the record those of then', async () => {
    const editor = await cms.signIn('editor', ['msw']);
    const claim = { firstname: 'Moderator', lastname: '(Cabinet Division)' };
    expect((await editor.request('PUT', '/admin/users/me', claim)).status).toBe(200);
    await admin.request('PUT', `/admin/users/${editor.userId}`, { roles: [roles.moderator] });
    await cms.strapi.db.query(MEMBERSHIP).deleteMany({ where: { user: editor.userId } });
    const { body } = await admin.request('GET', '/platform/audit?action=account.changed');
    expect(body.events[0]).toMatchObject({
      actorName: 'Moderator (Cabinet Division)',
      actorKind: 'editor',
      actorMinistries: ['msw'],
    });
    const { text } = await admin.request('GET', '/platform/audit/export?action=account.changed');
    const line = text.split('\r\n').find((one) => one.includes('(Cabinet Division)'));
    expect(line).toContain(`"editor","${editor.userId}","Moderator (Cabinet Division)","msw",`);
  });
});

it('records roles and what they are allowed', async () => {
  const { body } = await admin.request('POST', '/admin/roles', { name: 'Auditor', description: '' });
  const { id } = body.data;
  const permissions = [{ action: 'plugin::upload.read', subject: null, properties: {}, conditions: [] }];
  await admin.request('PUT', `/admin/roles/${id}/permissions`, { permissions });
  await admin.request('PUT', `/admin/roles/${id}/permissions`, { permissions: [] });
  await admin.request('POST', '/admin/roles/batch-delete', { ids: [id] });
  expect(await recorded()).toEqual([
    expect.objectContaining({ action: 'role.created', by: admin.userId, name: 'Auditor' }),
    expect.objectContaining({
      action: 'role.permissions-changed',
      added: ['plugin::upload.read'],
      removed: [],
    }),
    expect.objectContaining({
      action: 'role.permissions-changed',
      added: [],
      removed: ['plugin::upload.read'],
    }),
    expect.objectContaining({ action: 'role.deleted', id }),
  ]);
});

it('records memberships, by the content manager and by our own code', async () => {
  const { userId } = await cms.signIn('editor');
  const where = `/content-manager/collection-types/${MEMBERSHIP}`;
  const { body } = await admin.request('POST', where, { user: userId, ministry: 'msw' });
  const { documentId } = body.data;
  await admin.request('PUT', `${where}/${documentId}`, { until: '2026-12-31' });
  await admin.request('DELETE', `${where}/${documentId}`);
  await cms.strapi.db.query(MEMBERSHIP).create({ data: { user: userId, ministry: 'food' } });
  const [created, changed, deleted, direct] = (await recorded()).filter(({ action }) =>
    action.startsWith('membership'),
  );
  const about = { account: userId, name: 'Test editor', ministry: 'msw', by: admin.userId };
  expect(created).toMatchObject({ action: 'membership.created', ...about });
  expect(changed).toMatchObject({ action: 'membership.changed', to: { until: '2026-12-31' } });
  expect(deleted).toMatchObject({ action: 'membership.deleted', ...about });
  expect(direct).toMatchObject({ action: 'membership.created', ministry: 'food', by: null });
});

it('records the tokens that open the API, without the tokens', async () => {
  const token = { name: 'Feed', description: '', type: 'read-only', lifespan: null };
  // No route makes one.
  const tokens = cms.strapi.service('admin::api-token');
  const { id, accessKey } = await tokens.create(token);
  const again = await tokens.regenerate(id);
  await tokens.revoke(id);
  expect((await recorded()).map(({ action, by }) => [action, by])).toEqual([
    ['token.created', null],
    ['token.changed', null],
    ['token.deleted', null],
  ]);
  const text = JSON.stringify(await events());
  expect(text).not.toContain(accessKey);
  expect(text).not.toContain(again.accessKey);
});
