import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type Answer, send, startCms, type TestCms } from './cms.ts';

/** Under load a background task takes its time. */
const SOON = { timeout: 240_000 };
const PASSWORD = 'Quiet-river-lantern-42';

let cms: TestCms;
let addresses = 0;
let accounts = 0;

beforeAll(async () => {
  // One proxy, as behind a balancer; the tests play the proxy.
  process.env.TRUSTED_PROXIES = '1';
  // Mails wait, to be read here: of one with a link nothing stays once it is sent.
  process.env.JOBS = 'off';
  cms = await startCms();
});
afterAll(async () => {
  delete process.env.TRUSTED_PROXIES;
  delete process.env.JOBS;
  await cms.stop();
});

/** An address that nobody has signed in from yet. */
function freshAddress(): string {
  addresses += 1;
  return `198.51.${100 + Math.floor(addresses / 250)}.${addresses % 250}`;
}

async function mailsTo(to: string): Promise<{ subject: string; text: string }[]> {
  return cms.strapi.db.query('api::mail.message').findMany({ where: { to }, orderBy: { id: 'asc' } });
}

async function makeAccount(isActive = true): Promise<{ id: number; email: string }> {
  accounts += 1;
  const role = await cms.strapi.service('admin::role').findOne({ code: 'editor' });
  return cms.strapi.service('admin::user').create({
    email: `editor${accounts}@ministry.example.org`,
    password: PASSWORD,
    firstname: 'Focal point',
    lastname: '',
    isActive,
    registrationToken: null,
    preferedLanguage: 'en',
    roles: [role.id],
  });
}

async function post(path: string, body: unknown, forwarded: string, more: Record<string, string> = {}) {
  const response = await fetch(cms.url + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-forwarded-for': forwarded, ...more },
    body: JSON.stringify(body),
  });
  const answer = await response.json().catch(() => undefined);
  const cookies = response.headers.getSetCookie().filter((cookie) => cookie.includes('device-'));
  return { status: response.status, answer, wait: Number(response.headers.get('retry-after')), cookies };
}

const signIn = (email: string, password: string, forwarded = freshAddress(), cookies: string[] = []) =>
  post('/admin/login', { email, password }, forwarded, {
    cookie: cookies.map((cookie) => cookie.split(';')[0]).join('; '),
  });

async function repeat(times: number, work: () => Promise<unknown>): Promise<void> {
  for (let done = 0; done < times; done += 1) await work();
}

const events = async (action: string) => {
  const rows = await cms.strapi.db.query('api::audit.event').findMany({ where: { action } });
  return rows.map(({ details, actorId }) => ({ actorId, ...JSON.parse(details) }));
};

describe('signing in', () => {
  it('is stopped after five wrong passwords from one address, the right one included', async () => {
    const { email } = await makeAccount();
    const here = freshAddress();
    await repeat(5, async () => expect((await signIn(email, 'wrong', here)).status).toBe(400));
    const stopped = await signIn(email, PASSWORD, here);
    expect(stopped.status).toBe(429);
    expect(stopped.wait).toBeGreaterThan(14 * 60);
    expect(stopped.wait).toBeLessThanOrEqual(15 * 60);
    expect(stopped.answer.error.message).toContain('Wait 15 min, then try again');
    expect(stopped.answer.error.details.code).toBe('platform.sign-in.limited');
    expect((await signIn(email.toUpperCase(), PASSWORD, here)).status).toBe(429);
    expect((await signIn(email, PASSWORD)).status).toBe(200);
  });

  it('forgets the failures of who then signs in', async () => {
    const { email } = await makeAccount();
    const here = freshAddress();
    for (let round = 0; round < 2; round += 1) {
      await repeat(4, () => signIn(email, 'wrong', here));
      expect((await signIn(email, PASSWORD, here)).status).toBe(200);
    }
  });

  it('is stopped on unknown devices for an account that is tried from many addresses, and on no other', async () => {
    const { id, email } = await makeAccount();
    const { cookies: own } = await signIn(email, PASSWORD);
    const { cookies: others } = await signIn((await makeAccount()).email, PASSWORD);
    await repeat(30, () => signIn(email, 'wrong'));
    const stopped = await signIn(email, PASSWORD);
    expect(stopped.status).toBe(429);
    expect(stopped.answer.error.details.code).toBe('platform.sign-in.limited-account');
    expect((await signIn(email, PASSWORD, freshAddress(), others)).status).toBe(429);
    expect((await signIn(email, PASSWORD, freshAddress(), [`${own[0]?.split(';')[0]}x`])).status).toBe(429);
    expect((await signIn(email, PASSWORD, freshAddress(), own)).status).toBe(200);

    // Its owner is told once, with a link that lets them in on one other device.
    await vi.waitUntil(async () => (await mailsTo(email)).length > 0, SOON);
    const [mail, ...more] = await mailsTo(email);
    expect([mail?.subject, more]).toEqual(['Attempts to get into your account from many places', []]);
    const token = /\/admin\/auth\/login#unlock=(\S+)/.exec(mail?.text ?? '')?.[1] ?? '';
    const open = (link: string) => post('/platform/sign-in/unlock', { token: link }, freshAddress());
    expect((await open(token.replace(/^\d+/, '1'))).status).toBe(400);
    const opened = await open(token);
    expect([opened.status, opened.answer]).toEqual([200, {}]);
    expect((await open(token)).answer.error.details.code).toBe('platform.sign-in.link-wrong');
    expect((await signIn(email, 'wrong', freshAddress(), opened.cookies)).status).toBe(400);
    expect((await signIn(email, PASSWORD, freshAddress(), opened.cookies)).status).toBe(200);
    expect((await events('sign-in.unlocked')).at(-1)).toMatchObject({ account: id, email });

    // A device that is known is stopped for itself, and forgotten with the password.
    await repeat(10, () => signIn(email, 'wrong', freshAddress(), opened.cookies));
    expect((await signIn(email, PASSWORD, freshAddress(), opened.cookies)).status).toBe(429);
    expect((await signIn(email, PASSWORD, freshAddress(), own)).status).toBe(200);
    await cms.strapi.service('admin::user').updateById(id, { password: 'Seven-boats-Padma-19' });
    expect((await signIn(email, 'Seven-boats-Padma-19', freshAddress(), own)).status).toBe(429);
  });

  it('is not stopped elsewhere by who goes on where they are stopped already', async () => {
    const { email } = await makeAccount();
    const here = freshAddress();
    await repeat(80, () => signIn(email, 'wrong', here));
    expect((await signIn((await makeAccount()).email, PASSWORD, here)).status).toBe(200);
    expect((await signIn(email, PASSWORD)).status).toBe(200);
    const told = async () => (await mailsTo(email)).map(({ subject }) => subject);
    await vi.waitUntil(async () => (await told()).includes('Attempts to get into your account'), SOON);
    await repeat(6, () => signIn(email, 'wrong', '203.0.113.9'));
    expect(await told()).toEqual(['Attempts to get into your account']);
  });

  it('tells the owner of a device that is new, and gives it a cookie that only the server reads', async () => {
    const { email } = await makeAccount();
    const { cookies } = await signIn(email, PASSWORD);
    await signIn(email, PASSWORD, freshAddress(), cookies);
    expect(await mailsTo(email)).toEqual([]);
    const [cookie, ...others] = (await signIn(email, PASSWORD)).cookies;
    expect((await mailsTo(email)).map(({ subject }) => subject)).toEqual(['Signed in on a new device']);
    expect(others).toEqual([]);
    expect(cookie).toMatch(/^device-[\w-]{10}=\d+\.[\w-]+\.[\w-]+; path=\/; /);
    for (const part of ['httponly', 'samesite=strict']) expect(cookie).toContain(`; ${part}`);
  });

  it('is stopped for an address that tries many accounts, and its network', async () => {
    let number = 0;
    const guess = (address: string) => {
      number += 1;
      return signIn(`nobody${number}@example.org`, 'wrong', address);
    };
    await repeat(50, () => guess('2001:db8:7:7::1'));
    expect((await guess('2001:db8:7:7::1')).status).toBe(429);
    expect((await guess('2001:db8:7:7:1234::9')).status).toBe(429);
    expect((await guess('2001:db8:7:8::1')).status).toBe(400);
  });

  it('does not believe an address that the client writes into X-Forwarded-For', async () => {
    const { email } = await makeAccount();
    const here = freshAddress();
    await repeat(5, () => signIn(email, 'wrong', `${freshAddress()}, ${here}`));
    expect((await signIn(email, PASSWORD, `${freshAddress()}, ${here}`)).status).toBe(429);
  });

  it('lets nobody past the limits with many tries at once', async () => {
    const { email } = await makeAccount();
    const here = freshAddress();
    const tries = await Promise.all(Array.from({ length: 20 }, () => signIn(email, 'wrong', here)));
    expect(tries.filter(({ status }) => status === 400)).toHaveLength(5);
    expect(tries.filter(({ status }) => status === 429)).toHaveLength(15);
  });

  it('answers the same for an unknown account, a wrong password and an account that is switched off', async () => {
    const { email } = await makeAccount();
    const { email: off } = await makeAccount(false);
    const answers = [
      await signIn(email, 'wrong'),
      await signIn('nobody@example.org', 'wrong'),
      await signIn(off, PASSWORD),
      await signIn(off, 'wrong'),
    ];
    for (const answer of answers) expect(answer).toEqual(answers[0]);
    const stopped = await Promise.all(
      [email, 'nobody2@example.org', off].map(async (name) => {
        const here = freshAddress();
        await repeat(5, () => signIn(name, 'wrong', here));
        const { status, answer } = await signIn(name, PASSWORD, here);
        return { status, answer };
      }),
    );
    for (const answer of stopped) expect(answer).toEqual(stopped[0]);
  });

  it('refuses credentials of other shapes, which Strapi would turn into text', async () => {
    const { email } = await makeAccount();
    for (const body of [
      { email: [email], password: PASSWORD },
      { email, password: [PASSWORD] },
      {},
      [],
      'x',
    ]) {
      expect((await post('/admin/login', body, freshAddress())).status).toBe(400);
    }
    expect((await signIn('a\0b@example.org', 'wrong')).status).toBe(400);
    expect((await signIn(`${'a'.repeat(240)}@example.org`, 'wrong')).status).toBe(400);
  });

  it('is recorded: who came in, who failed and why, who was stopped, who left', async () => {
    const { id, email } = await makeAccount();
    const here = freshAddress();
    await repeat(5, () => signIn(email, 'Wrong-password-7', here));
    await repeat(3, () => signIn(email, PASSWORD, here));
    const there = freshAddress();
    const { answer } = await signIn(email, PASSWORD, there);
    await send(cms.url, 'POST', '/admin/logout', {}, { authorization: `Bearer ${answer.data.token}` });
    const of = async (action: string) => (await events(action)).filter((event) => event.email === email);
    const failed = await of('sign-in.failed');
    expect(failed).toHaveLength(5);
    expect(failed[0]).toMatchObject({ reason: 'password', account: id, address: here, actorId: null });
    expect(await of('sign-in.limited')).toEqual([expect.objectContaining({ limit: 'pair', address: here })]);
    expect(await of('sign-in.succeeded')).toEqual([expect.objectContaining({ actorId: id, address: there })]);
    expect((await events('sign-in.signed-out')).at(-1)?.actorId).toBe(id);
    const all = JSON.stringify(await cms.strapi.db.query('api::audit.event').findMany({}));
    expect(all).not.toContain('Wrong-password-7');
    expect(all).not.toContain(PASSWORD);
  });
});

describe('asking for a new password', () => {
  it('answers the same whether the account exists, and keeps a link from being made worthless by others', async () => {
    const { id, email } = await makeAccount();
    const ask = async (name: string) =>
      (await post('/admin/forgot-password', { email: name }, freshAddress())).status;
    const link = async () =>
      (await cms.strapi.db.query('admin::user').findOne({ where: { id } })).resetPasswordToken;
    await repeat(5, async () => expect(await ask('nobody3@example.org')).toBe(204));
    expect(await ask(email)).toBe(204);
    const first = await vi.waitUntil(link, SOON);
    await repeat(5, async () => expect(await ask(email)).toBe(204));
    expect(await link()).toBe(first);
    const resetPasswordTokenExpiresAt = new Date(Date.now() + 40 * 60_000);
    await cms.strapi.db.query('admin::user').update({ where: { id }, data: { resetPasswordTokenExpiresAt } });
    await ask(email);
    await vi.waitUntil(async () => (await link()) !== first, SOON);
  });

  it('is limited by address', async () => {
    const here = freshAddress();
    await repeat(30, () => post('/admin/forgot-password', { email: 'nobody4@example.org' }, here));
    const stopped = await post('/admin/forgot-password', { email: 'nobody4@example.org' }, here);
    expect([stopped.status, stopped.wait > 0]).toEqual([429, true]);
  });

  it.each([
    ['reset-password', { resetPasswordToken: 'guessed', password: PASSWORD }],
    ['register', { registrationToken: 'guessed', userInfo: { firstname: 'A', password: PASSWORD } }],
    ['register-admin', { email: 'a@example.org', firstname: 'A', password: PASSWORD }],
  ])('limits guesses at %s by address', async (path, body) => {
    const here = freshAddress();
    await repeat(30, async () => expect((await post(`/admin/${path}`, body, here)).status).toBe(400));
    const { status, wait } = await post(`/admin/${path}`, body, here);
    expect(status).toBe(429);
    expect(wait).toBeGreaterThan(0);
    expect((await post(`/admin/${path}`, body, freshAddress())).status).toBe(400);
  });

  it('limits guesses at invitations', async () => {
    const here = freshAddress();
    const look = async (): Promise<Answer> =>
      send(cms.url, 'GET', '/admin/registration-info?registrationToken=guessed', undefined, {
        'x-forwarded-for': here,
      });
    await repeat(30, async () => expect((await look()).status).toBe(400));
    expect((await look()).status).toBe(429);
  });
});
