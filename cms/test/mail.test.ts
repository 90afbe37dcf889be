import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Session, send, startCms, type TestCms } from './cms.ts';
import { Mailbox } from './mailbox.ts';

const MESSAGE = 'api::mail.message';
const mailbox = new Mailbox();
const lines: string[] = [];
let cms: TestCms;
let queueMail: typeof import('../src/features/mail/queue').queueMail;

beforeAll(async () => {
  process.env.SMTP_URL = (await mailbox.start()).url;
  process.env.MAIL_FROM = 'platform@example.org';
  cms = await startCms();
  cms.strapi.log.level = 'silly';
  // As its transports write it, which are many lines here.
  for (const transport of cms.strapi.log.transports) transport.silent = true;
  cms.strapi.log.on('data', (info) => lines.push(String(info[Symbol.for('message')])));
  ({ queueMail } = cms.module<typeof import('../src/features/mail/queue')>('features/mail/queue'));
});
afterAll(async () => {
  await cms.stop();
  await mailbox.stop();
});
beforeEach(() => mailbox.arrived.splice(0));

const patient = { timeout: 240_000, interval: 100 };
const stored = (to: string) => cms.strapi.db.query(MESSAGE).findOne({ where: { to } });
/** Lets a message's pause be over. */
const hurry = (to: string) =>
  cms.strapi.db.query(MESSAGE).update({ where: { to }, data: { dueAt: Date.now() } });

describe('a message', () => {
  it('arrives once, as plain text from the platform', async () => {
    const text = 'প্রথম লাইন\nSecond line <b>not HTML</b>\n';
    await queueMail(cms.strapi, { to: 'a@example.org', subject: 'অনুমোদন: “ভাতা”', text });
    await vi.waitFor(() => expect(mailbox.arrived).toHaveLength(1), patient);
    const [{ mail, receivers } = { mail: undefined, receivers: undefined }] = mailbox.arrived;
    expect(receivers).toEqual(['a@example.org']);
    expect(mail).toMatchObject({ subject: 'অনুমোদন: “ভাতা”', text, html: false });
    expect(mail?.from?.text).toBe('platform@example.org');
    expect(mail?.headers.get('auto-submitted')).toBe('auto-generated');
    await new Promise((resolve) => setTimeout(resolve, 6_000));
    expect(mailbox.arrived).toHaveLength(1);
  });

  it('of a transaction that fails is never sent', async () => {
    const failing = cms.strapi.db.transaction(async () => {
      await queueMail(cms.strapi, { to: 'never@example.org', subject: 'x', text: 'x' });
      throw new Error('the approval failed');
    });
    await expect(failing).rejects.toThrow('the approval failed');
    expect(await stored('never@example.org')).toBeNull();
  });

  it('waits while the server is down and arrives later, under the same id at each attempt', async () => {
    await mailbox.stop();
    await queueMail(cms.strapi, { to: 'later@example.org', subject: 'x', text: 'x' });
    await vi.waitFor(
      async () => expect(await stored('later@example.org')).toMatchObject({ attempts: 1, state: 'waiting' }),
      patient,
    );
    const { messageId, error, dueAt } = await stored('later@example.org');
    expect(error).toContain('ECONNREFUSED');
    expect(Number(dueAt)).toBeGreaterThan(Date.now() + 30_000);
    await mailbox.start();
    await hurry('later@example.org');
    await vi.waitFor(() => expect(mailbox.for('later@example.org')).toHaveLength(1), patient);
    expect(mailbox.arrived[0]?.mail.messageId).toBe(messageId);
  });

  it('to a mailbox that does not exist is given up, and holds up no other', async () => {
    mailbox.unknown.add('gone@example.org');
    await queueMail(cms.strapi, { to: 'gone@example.org', subject: 'x', text: 'x' });
    await queueMail(cms.strapi, { to: 'there@example.org', subject: 'x', text: 'x' });
    await vi.waitFor(() => expect(mailbox.for('there@example.org')).toHaveLength(1), patient);
    expect(await stored('gone@example.org')).toMatchObject({
      state: 'given-up',
      error: expect.stringContaining('550'),
    });
  });
});

describe('nobody can add a receiver or a header', () => {
  it('by an address', async () => {
    const addresses = [
      'victim@example.org, other@example.org',
      'victim@example.org\r\nBcc: other@example.org',
      'Victim <victim@example.org>, other@example.org',
    ];
    for (const to of addresses) {
      const mail = { to, subject: 'x', text: 'x' };
      await queueMail(cms.strapi, mail);
      await expect(cms.strapi.plugin('email').service('email').send(mail)).rejects.toThrow('valid address');
    }
    await queueMail(cms.strapi, { to: 'last@example.org', subject: 'x', text: 'x' });
    await vi.waitFor(() => expect(mailbox.for('last@example.org')).toHaveLength(1), patient);
    expect(mailbox.arrived).toHaveLength(1);
    const rows = await cms.strapi.db.query(MESSAGE).findMany({ where: { to: { $contains: 'ictim@' } } });
    expect(rows.map(({ state }: { state: string }) => state)).toEqual(['given-up', 'given-up', 'given-up']);
  });

  it('by copies', async () => {
    const mail = { to: 'a@example.org', bcc: 'b@example.org', subject: 'x', text: 'x' };
    await expect(cms.strapi.plugin('email').service('email').send(mail)).rejects.toThrow('valid address');
  });

  it('by a subject', async () => {
    const subject = 'Title\r\nBcc: other@example.org\r\n\r\nAnother body';
    await queueMail(cms.strapi, { to: 'a@example.org', subject, text: 'x' });
    await vi.waitFor(() => expect(mailbox.arrived).toHaveLength(1), patient);
    const [{ mail, receivers } = { mail: undefined, receivers: undefined }] = mailbox.arrived;
    expect(receivers).toEqual(['a@example.org']);
    expect(mail?.subject).toBe('Title Bcc: other@example.org Another body');
    expect(mail?.headers.has('bcc')).toBe(false);
    expect(mail?.text?.trim()).toBe('x');
  });
});

const PASSWORD = 'Quiet-river-lantern-42';
const users = () => cms.strapi.db.query('admin::user');
const minutes = (count: number) => new Date(Date.now() + count * 60_000);

/** The token in the newest message to an address, which both languages have alike. */
function tokenIn(address: string, name: 'code' | 'registrationToken'): string {
  const text = mailbox.for(address).at(-1)?.mail.text ?? '';
  const found = [...text.matchAll(new RegExp(`/auth/[a-z-]+#${name}=([\\w-]{32})\\s`, 'g'))].map(
    ([, one]) => one,
  );
  expect(found).toHaveLength(2);
  expect(new Set(found).size).toBe(1);
  return found[0] ?? '';
}
const arrives = (address: string, count = 1) =>
  vi.waitFor(() => expect(mailbox.for(address)).toHaveLength(count), patient);
/** All that the database holds of accounts, messages and events, as text. */
const kept = async () =>
  JSON.stringify(
    await Promise.all(
      ['admin::user', MESSAGE, 'api::audit.event'].map((uid) => cms.strapi.db.query(uid).findMany({})),
    ),
  );

/** Whoever sends something by Strapi's plugin, in the packages that are installed. */
it('goes by the queue whoever sends it: those in Strapi that send are known', () => {
  const sends = /\.service\((['"])email\1\)|\bprovider\.send\(|sendTemplatedEmail\(/;
  const root = path.resolve(import.meta.dirname, '../../node_modules');
  const files = globSync('@strapi/*/dist/server/**/*.js', { cwd: root });
  expect(files.length).toBeGreaterThan(300);
  const found = files.filter((file) => sends.test(readFileSync(path.join(root, file), 'utf8')));
  expect(found.sort()).toEqual([
    // Asked for a new password: replaced by features/accounts/links/links.ts.
    '@strapi/admin/dist/server/ee/server/src/services/auth.js',
    '@strapi/admin/dist/server/server/src/services/auth.js',
    // Mails to anybody, and the settings page's test: closed in server/strapi-routes/closed-routes.ts.
    '@strapi/email/dist/server/controllers/email.js',
    // What they all call: features/mail/guard.ts puts the queue there.
    '@strapi/email/dist/server/services/email.js',
  ]);
});

it('of Strapi’s or anybody’s waits in the queue too', async () => {
  await mailbox.stop();
  const mail = {
    to: 'plugin@example.org',
    subject: 'x',
    text: 'by the plugin',
    html: '<b>by the plugin</b>',
  };
  await cms.strapi.plugin('email').service('email').send(mail);
  expect(await stored('plugin@example.org')).toMatchObject({ state: 'waiting', text: 'by the plugin' });
  await mailbox.start();
  await hurry('plugin@example.org');
  await arrives('plugin@example.org');
  expect(mailbox.for('plugin@example.org')[0]?.mail.html).toBe(false);
});

describe('a link to a new password', () => {
  const ask = (email: string) => send(cms.url, 'POST', '/admin/forgot-password', { email });
  const reset = (resetPasswordToken: string, password = PASSWORD) =>
    send(cms.url, 'POST', '/admin/reset-password', { resetPasswordToken, password });
  /** Somebody with an account, who asked for no link yet. */
  async function somebody(): Promise<{ id: number; email: string }> {
    const { userId } = await cms.signIn('moderator');
    return users().findOne({ where: { id: userId } });
  }

  it('that is asked for while the server is down arrives when it is back, opens once, and is kept nowhere', async () => {
    const { email, id } = await somebody();
    await mailbox.stop();
    expect((await ask(email)).status).toBe(204);
    expect((await ask('nobody@example.org')).status).toBe(204);
    await vi.waitFor(async () => expect(await stored(email)).toMatchObject({ attempts: 1 }), patient);
    await mailbox.start();
    await hurry(email);
    await arrives(email);
    const token = tokenIn(email, 'code');
    const { mail } = mailbox.for(email)[0] ?? {};
    expect(mail?.subject?.normalize('NFC')).toBe('নতুন পাসওয়ার্ড · New password'.normalize('NFC'));
    const { moment } = cms.module<typeof import('../src/features/mail/format')>('features/mail/format');
    const until = (await users().findOne({ where: { id } })).resetPasswordTokenExpiresAt;
    expect(new Date(until).getTime()).toBeGreaterThan(minutes(58).getTime());
    for (const language of ['bn', 'en'] as const) {
      expect(mail?.text?.normalize('NFC')).toContain(moment(until, language).normalize('NFC'));
    }
    await vi.waitFor(
      async () => expect(await stored(email)).toMatchObject({ state: 'sent', text: '' }),
      patient,
    );
    expect(await kept()).not.toContain(token);
    expect(lines.join('')).not.toContain(token);

    // The hash of a token, which a copy of the database tells, opens nothing.
    const { resetPasswordToken } = await users().findOne({ where: { id } });
    expect((await reset(resetPasswordToken)).body.error.details.code).toBe('platform.sign-in.reset-over');
    expect((await reset(token)).status).toBe(200);
    expect((await reset(token)).body.error.details.code).toBe('platform.sign-in.reset-over');
    expect(await stored('nobody@example.org')).toBeNull();
    expect(lines.join('')).not.toContain(token);
  });

  it('is not sent once it is of no use: too old, replaced by a newer one, or its account changed', async () => {
    await mailbox.stop();
    const [late, twice, changed] = [await somebody(), await somebody(), await somebody()];
    for (const { email } of [late, twice, changed]) await ask(email);
    for (const { email } of [late, twice, changed]) await vi.waitUntil(() => stored(email), patient);
    const { id: first } = await stored(twice.email);
    await users().update({ where: { id: twice.id }, data: { resetPasswordTokenExpiresAt: minutes(40) } });
    await ask(twice.email);
    await vi.waitUntil(async () => (await stored(twice.email))?.id !== first, patient);
    await cms.strapi.service('admin::user').updateById(changed.id, { password: PASSWORD });
    const soon = minutes(4).getTime();
    await cms.strapi.db.query(MESSAGE).update({ where: { to: late.email }, data: { expiresAt: soon } });
    await mailbox.start();
    for (const { email } of [late, twice, changed]) await hurry(email);
    await arrives(twice.email);
    // What tells of the new password comes after what would have had the link.
    await arrives(changed.email);
    expect(mailbox.for(changed.email)[0]?.mail.text).not.toContain('#code=');
    expect(mailbox.for(late.email)).toEqual([]);
    const given = { state: 'given-up', text: '', error: expect.stringContaining('had expired') };
    expect(await stored(late.email)).toMatchObject(given);
  });
});

describe('an invitation', () => {
  const register = (registrationToken: string) => {
    const userInfo = { firstname: 'Focal point', password: PASSWORD };
    return send(cms.url, 'POST', '/admin/register', { registrationToken, userInfo });
  };
  const look = async (token: string) =>
    (await send(cms.url, 'GET', '/admin/registration-info', undefined, { 'x-registration-token': token }))
      .body;
  const codeOf = (body: { error?: { details?: { code?: string } } }) => body.error?.details?.code;
  let admin: Session;
  let editor: number;
  beforeAll(async () => {
    admin = await cms.signIn('strapi-super-admin');
    editor = (await cms.strapi.service('admin::role').findOne({ code: 'editor' })).id;
  });
  const invite = (email: string) =>
    admin.request('POST', '/admin/users', { email, firstname: 'Focal point', roles: [editor] });
  const again = (id: number, by = admin) => by.request('POST', `/platform/invitations/${id}`);

  it('is mailed with the account, in one transaction, and its link is in the mail alone', async () => {
    const email = 'invited@example.org';
    await mailbox.stop();
    const { status, body, text } = await invite(email);
    expect([status, body.data.isActive]).toEqual([201, false]);
    const left = Date.parse(body.data.invitedUntil) - Date.now();
    expect(left / 86_400_000).toBeCloseTo(7, 1);
    await vi.waitFor(async () => expect(await stored(email)).toMatchObject({ attempts: 1 }), patient);
    await mailbox.start();
    await hurry(email);
    await arrives(email);
    const token = tokenIn(email, 'registrationToken');
    expect(text).not.toMatch(/registrationToken|[0-9a-f]{40}/);
    expect(mailbox.for(email)[0]?.mail.text).toMatch(/as editor\. Choose your password/);
    await vi.waitFor(
      async () => expect(await stored(email)).toMatchObject({ state: 'sent', text: '' }),
      patient,
    );
    expect((await admin.request('GET', `/admin/users/${body.data.id}`)).body.data).toMatchObject({
      invitedUntil: body.data.invitedUntil,
    });
    expect((await look(token)).data.email).toBe(email);
    expect((await register(token)).status).toBe(200);
    expect(codeOf((await register(token)).body)).toBe('platform.sign-in.invitation-used');
    expect((await users().findOne({ where: { email } })).invitedUntil).toBeNull();
    expect(await kept()).not.toContain(token);
    expect(lines.join('')).not.toContain(token);
  });

  it('is not mailed when the account is not made', async () => {
    const queue = cms.strapi.db.query(MESSAGE);
    const subscribed = cms.strapi.db.lifecycles.subscribe({
      models: [MESSAGE],
      afterCreate() {
        throw new Error('no more room');
      },
    } as never);
    const { status } = await invite('unmade@example.org');
    subscribed();
    expect(status).toBe(500);
    expect(await users().count({ where: { email: 'unmade@example.org' } })).toBe(0);
    expect(await queue.count({ where: { to: 'unmade@example.org' } })).toBe(0);
  });

  it('can be sent again by a super admin who confirms it, with a new link, which is recorded', async () => {
    const email = 'again@example.org';
    const { id } = (await invite(email)).body.data;
    await arrives(email);
    const first = tokenIn(email, 'registrationToken');
    await users().update({ where: { id }, data: { invitedUntil: minutes(-1) } });
    expect(codeOf(await look(first))).toBe('platform.sign-in.invitation-expired');
    expect(codeOf((await register(first)).body)).toBe('platform.sign-in.invitation-expired');

    const moderator = await cms.signIn('moderator');
    expect((await again(id, moderator)).status).toBe(403);
    const bare = { authorization: `Bearer ${admin.token}` };
    const unconfirmed = await send(cms.url, 'POST', `/platform/invitations/${id}`, {}, bare);
    expect(codeOf(unconfirmed.body)).toBe('platform.sign-in.confirm-needed');
    const { status, body } = await again(id);
    expect([status, Date.parse(body.invitedUntil) > Date.now()]).toEqual([200, true]);
    await arrives(email, 2);
    const second = tokenIn(email, 'registrationToken');
    expect(codeOf(await look(first))).toBe('platform.sign-in.invitation-used');
    expect((await look(second)).data.email).toBe(email);
    const events = await cms.strapi.db
      .query('api::audit.event')
      .findMany({ where: { action: 'account.invited' }, orderBy: { position: 'desc' }, limit: 1 });
    expect(events[0].actorId).toBe(admin.userId);
    expect(JSON.parse(events[0].details)).toMatchObject({ id, email, until: body.invitedUntil });
    expect(await kept()).not.toContain(second);
  });

  it('follows a change of the address, and the old mailbox opens nothing any more', async () => {
    const { id } = (await invite('old@example.org')).body.data;
    await arrives('old@example.org');
    expect((await admin.request('PUT', `/admin/users/${id}`, { email: 'new@example.org' })).status).toBe(200);
    await arrives('new@example.org');
    const [old, newest] = ['old@example.org', 'new@example.org'].map((one) =>
      tokenIn(one, 'registrationToken'),
    );
    expect(codeOf(await look(String(old)))).toBe('platform.sign-in.invitation-used');
    expect((await look(String(newest))).data.email).toBe('new@example.org');
  });

  it('is no way around a password, a second factor or an account that is off', async () => {
    const { userId } = await cms.signIn('moderator');
    await admin.request('PUT', `/admin/users/${userId}`, { isActive: false });
    expect(codeOf((await again(userId)).body)).toBe('platform.sign-in.not-invited');
    expect(codeOf((await again(999_999)).body)).toBe('platform.sign-in.not-invited');

    const { id } = (await invite('set@example.org')).body.data;
    await arrives('set@example.org');
    const token = tokenIn('set@example.org', 'registrationToken');
    // A super admin sets the password instead: the link in the mail would set another one.
    await admin.request('PUT', `/admin/users/${id}`, { password: 'Seven-boats-Padma-19', isActive: true });
    expect(codeOf((await register(token)).body)).toBe('platform.sign-in.invitation-used');
    expect(codeOf((await again(id)).body)).toBe('platform.sign-in.not-invited');
  });

  it('of an earlier version counts on for its week, by its hash', async () => {
    const token = 'a'.repeat(40);
    const { id } = await cms.strapi.service('admin::user').create({
      email: 'earlier@example.org',
      firstname: 'Focal point',
      registrationToken: token,
      roles: [editor],
    });
    const { hashOldInvitations } = cms.module<typeof import('../src/features/accounts/links/invitations')>(
      'features/accounts/links/invitations',
    );
    await hashOldInvitations(cms.strapi);
    await hashOldInvitations(cms.strapi);
    expect((await users().findOne({ where: { id } })).registrationToken).not.toBe(token);
    expect((await register(token)).status).toBe(200);
  });
});
