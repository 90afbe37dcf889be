import { createRequire } from 'node:module';
import type * as Otpauth from 'otpauth';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Session, send, startCms, type TestCms } from './cms.ts';
import { runCommand } from './commands.ts';

const { TOTP } = createRequire(import.meta.url)('otpauth') as typeof Otpauth;
const PASSWORD = 'Quiet-river-lantern-42';
const FACTOR = 'api::second-factor.second-factor';

let cms: TestCms;
let admin: Session;
let accounts = 0;
let person: Person;

/** Somebody with a password, perhaps an app, and a session. */
interface Person {
  readonly id: number;
  readonly email: string;
  readonly secret: string;
  readonly recoveryCodes: string[];
  request(method: string, path: string, body?: unknown): ReturnType<typeof send>;
}

beforeAll(async () => {
  cms = await startCms();
  admin = await cms.signIn('strapi-super-admin');
});
afterAll(() => cms.stop());

const signIn = (email: string, code?: string, password = PASSWORD) =>
  send(cms.url, 'POST', '/admin/login', { email, password, ...(code !== undefined && { code }) });

/** A code of an app; `steps` of 30 seconds away from now. */
const codeOf = (secret: string, steps = 0) =>
  new TOTP({ secret }).generate({ timestamp: Date.now() + steps * 30_000 });

/** Lets the codes of now count again, as if the last one had been used long ago. */
const forgetLast = () => cms.strapi.db.query(FACTOR).updateMany({ where: {}, data: { lastStep: 0 } });

async function makePerson(role = 'moderator'): Promise<Person> {
  accounts += 1;
  const { id: roleId } = await cms.strapi.service('admin::role').findOne({ code: role });
  const email = `moderator${accounts}@example.org`;
  const { id } = await cms.strapi.service('admin::user').create({
    email,
    password: PASSWORD,
    firstname: 'Moderator',
    isActive: true,
    registrationToken: null,
    roles: [roleId],
  });
  const { body } = await signIn(email);
  const headers = { authorization: `Bearer ${body.data.token}` };
  const request = (method: string, path: string, data?: unknown) =>
    send(cms.url, method, path, data, headers);
  const begun = await request('POST', '/platform/second-factor/begin', { password: PASSWORD });
  const { secret } = begun.body;
  const confirmed = await request('POST', '/platform/second-factor/confirm', { code: codeOf(secret) });
  await forgetLast();
  return { id, email, secret, recoveryCodes: confirmed.body.recoveryCodes, request };
}

async function actions(about: number) {
  const rows = await cms.strapi.db.query('api::audit.event').findMany({ orderBy: { position: 'asc' } });
  return rows
    .filter(({ details }) => JSON.parse(details).account === about)
    .map(({ action, actorId }) => [action, actorId]);
}

beforeEach(async () => {
  person = await makePerson();
});

describe('an account with a second factor', () => {
  it('is asked for a code after its password, and only then', async () => {
    const missing = await signIn(person.email);
    expect(missing.status).toBe(400);
    expect(missing.body.error.details.code).toBe('platform.sign-in.code-needed');
    const guessing = await signIn(person.email, undefined, 'wrong');
    expect(guessing.body.error.details.code).toBe('platform.sign-in.wrong');
    expect((await signIn(person.email, codeOf(person.secret), 'wrong')).status).toBe(400);
    expect((await signIn(person.email, codeOf(person.secret))).status).toBe(200);
  });

  it('takes each code once, and none older than the last', async () => {
    const code = codeOf(person.secret);
    expect((await signIn(person.email, code)).status).toBe(200);
    const again = await signIn(person.email, code);
    expect(again.body.error.details.code).toBe('platform.sign-in.code-wrong');
    expect((await signIn(person.email, codeOf(person.secret, -1))).status).toBe(400);
    expect((await signIn(person.email, codeOf(person.secret, 1))).status).toBe(200);
  });

  it('takes a code once when it arrives twice at the same moment', async () => {
    const code = codeOf(person.secret);
    const statuses = await Promise.all(
      Array.from({ length: 4 }, async () => (await signIn(person.email, code)).status),
    );
    expect(statuses.sort()).toEqual([200, 400, 400, 400]);
  });

  it('takes a code as it may be typed, in Bengali digits too', async () => {
    const code = codeOf(person.secret);
    const bengali = code.replace(/\d/g, (digit) => String.fromCharCode(0x9e6 + Number(digit)));
    expect((await signIn(person.email, ` ${bengali.slice(0, 3)} ${bengali.slice(3)}`)).status).toBe(200);
  });

  it('takes each recovery code once, and records it', async () => {
    const [first = '', second = ''] = person.recoveryCodes;
    expect(person.recoveryCodes).toHaveLength(10);
    expect((await signIn(person.email, first.toLowerCase())).status).toBe(200);
    expect((await signIn(person.email, first)).status).toBe(400);
    expect((await signIn(person.email, second.replaceAll('-', ''))).status).toBe(200);
    const { body } = await person.request('GET', '/platform/second-factor');
    expect(body).toEqual({ on: true, recoveryLeft: 8, accounts: [] });
    expect(await actions(person.id)).toContainEqual(['second-factor.recovery-used', person.id]);
  });

  it('is stopped after five wrong codes', async () => {
    for (let number = 0; number < 5; number += 1) {
      expect((await signIn(person.email, '000000')).status).toBe(400);
    }
    expect((await signIn(person.email, codeOf(person.secret))).status).toBe(429);
  });

  it('is asked for it when a link in a mail sets a new password, too', async () => {
    const link = { resetPasswordToken: 'link', resetPasswordTokenExpiresAt: new Date(Date.now() + 60_000) };
    await cms.strapi.db.query('admin::user').update({ where: { id: person.id }, data: link });
    const reset = (code?: string) =>
      send(cms.url, 'POST', '/admin/reset-password', {
        resetPasswordToken: 'link',
        password: 'Seven-boats-Padma-19',
        ...(code && { code }),
      });
    expect((await reset()).body.error.details.code).toBe('platform.sign-in.code-needed');
    expect((await reset('000000')).body.error.details.code).toBe('platform.sign-in.code-wrong');
    expect((await reset(codeOf(person.secret))).status).toBe(200);
  });

  it('is switched off by its owner with password and code', async () => {
    const off = (body: object) => person.request('POST', '/platform/second-factor/off', body);
    expect((await off({ code: codeOf(person.secret) })).status).toBe(400);
    expect((await off({ password: PASSWORD })).status).toBe(400);
    expect((await off({ password: PASSWORD, code: codeOf(person.secret) })).status).toBe(200);
    expect((await signIn(person.email)).status).toBe(200);
    expect(await actions(person.id)).toContainEqual(['second-factor.switched-off', person.id]);
  });

  it('is switched off by a super admin when the app is lost, which is recorded', async () => {
    const where = `/platform/second-factor/accounts/${person.id}/off`;
    expect((await person.request('POST', where)).status).toBe(403);
    const { body } = await admin.request('GET', '/platform/second-factor');
    expect(body.accounts).toContainEqual({ id: person.id, name: 'Moderator', email: person.email });
    expect((await admin.request('POST', where)).status).toBe(200);
    expect((await admin.request('POST', where)).status).toBe(400);
    expect((await signIn(person.email)).status).toBe(200);
    expect(await actions(person.id)).toContainEqual(['second-factor.switched-off', admin.userId]);
  });
});

it('can be switched off and on, and lose its factor, by an operator on the machine', async () => {
  const account = (...words: string[]) => runCommand('account', words);
  const reset = await account('reset-factor', person.email);
  expect(reset).toMatchObject({ status: 0, said: expect.stringContaining('is asked for no code any more') });
  expect((await person.request('GET', '/admin/users/me')).status).toBe(401);
  expect((await signIn(person.email)).status).toBe(200);
  expect(await actions(person.id)).toContainEqual(['second-factor.switched-off', null]);
  const [mail] = await cms.strapi.db.query('api::mail.message').findMany({ where: { to: person.email } });
  expect(mail.text).toContain('The second factor of your account was switched off');

  expect((await account('off', person.email.toUpperCase())).status).toBe(0);
  expect((await signIn(person.email)).status).toBe(400);
  expect((await account('on', person.email)).status).toBe(0);
  expect((await signIn(person.email)).status).toBe(200);
});

it('counts only once a code has confirmed it, and begins only with the password', async () => {
  const { body } = await person.request('POST', '/platform/second-factor/begin', { password: PASSWORD });
  expect(body.error.details.code).toBe('platform.sign-in.factor-on');
  const fresh = await cms.signIn('editor');
  const { email } = await cms.strapi.db.query('admin::user').findOne({ where: { id: fresh.userId } });
  const refused = await fresh.request('POST', '/platform/second-factor/begin', { password: 'guess' });
  expect(refused.body.error.details.code).toBe('platform.sign-in.password-needed');
  expect((await fresh.request('POST', '/platform/second-factor/confirm', { code: '000000' })).status).toBe(
    400,
  );
  const asked = await signIn(email, undefined, 'wrong');
  expect(asked.body.error.details.code).toBe('platform.sign-in.wrong');
});

it('keeps secrets encrypted and recovery codes as hashes, and says neither anywhere', async () => {
  const row = await cms.strapi.db.query(FACTOR).findOne({ where: { account: person.id } });
  expect(row.secret).toMatch(/^v1:/);
  expect(JSON.stringify(row)).not.toContain(person.secret);
  const audit = JSON.stringify(await cms.strapi.db.query('api::audit.event').findMany({}));
  for (const hidden of [person.secret, row.secret, ...person.recoveryCodes])
    expect(audit).not.toContain(hidden);
  const read = await admin.request('GET', `/content-manager/collection-types/${FACTOR}`);
  expect(read.status).toBe(403);
});

it('goes with its account', async () => {
  await admin.request('DELETE', `/admin/users/${person.id}`);
  expect(await cms.strapi.db.query(FACTOR).count({ where: { account: person.id } })).toBe(0);
});

it('shows a QR code that an app can read', async () => {
  const off = { password: PASSWORD, code: codeOf(person.secret) };
  await person.request('POST', '/platform/second-factor/off', off);
  const { body } = await person.request('POST', '/platform/second-factor/begin', { password: PASSWORD });
  expect(body.secret).toMatch(/^[A-Z2-7]{32}$/);
  const svg = Buffer.from(body.picture.replace('data:image/svg+xml;base64,', ''), 'base64').toString();
  expect(svg).toMatch(/^<svg /);
});
