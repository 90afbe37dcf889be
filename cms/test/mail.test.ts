import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { send, startCms, type TestCms } from './cms.ts';
import { Mailbox } from './mailbox.ts';

const MESSAGE = 'api::mail.message';
const mailbox = new Mailbox();
let cms: TestCms;
let queueMail: typeof import('../src/mail/queue').queueMail;

beforeAll(async () => {
  process.env.SMTP_URL = (await mailbox.start()).url;
  process.env.MAIL_FROM = 'platform@example.org';
  cms = await startCms();
  ({ queueMail } = cms.module<typeof import('../src/mail/queue')>('mail/queue'));
});
afterAll(async () => {
  await cms.stop();
  await mailbox.stop();
});
beforeEach(() => mailbox.arrived.splice(0));

const patient = { timeout: 20_000, interval: 100 };
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

it('Strapi’s own message to somebody who forgot their password goes the same way', async () => {
  await cms.signIn('moderator');
  const email = 'user1@example.org';
  expect((await send(cms.url, 'POST', '/admin/forgot-password', { email })).status).toBe(204);
  await vi.waitFor(() => expect(mailbox.for(email)).toHaveLength(1), patient);
  const { mail } = mailbox.for(email)[0] ?? { mail: undefined };
  expect(mail?.from?.text).toBe('platform@example.org');
  expect(mail?.text).toMatch(/\/admin\/auth\/reset-password\?code=[0-9a-f]{40}/);
  expect(mail?.html).toBe(false);
});
