import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { type Session, send, startCms, type TestCms } from './cms.ts';
import { runCommand } from './commands.ts';

const PASSWORD = 'Quiet-river-lantern-42';
const FIRST = 'first@example.org';

let cms: TestCms;
let admin: Session;

beforeAll(async () => {
  cms = await startCms();
});
afterAll(() => cms.stop());

/** Runs a command's work in the CMS that runs, as its own process does beside it. */
async function account(...words: string[]): Promise<{ status: number; said: string }> {
  const { readWords, runAccountCommand } = cms.module<
    typeof import('../src/features/accounts/account-commands')
  >('features/accounts/account-commands');
  try {
    return { status: 0, said: await runAccountCommand(cms.strapi, readWords(words)) };
  } catch (error) {
    return { status: 1, said: (error as Error).message };
  }
}
/** What `npm run admin:create -- …` runs. */
const create = (...words: string[]) => account('create-admin', ...words);
const tokenIn = (said: string, name: string) => new RegExp(`#${name}=([\\w-]{32})\\s`).exec(said)?.[1];
const register = (registrationToken: unknown) => {
  const userInfo = { firstname: 'Joint Secretary', password: PASSWORD };
  return send(cms.url, 'POST', '/admin/register', { registrationToken, userInfo });
};
const reset = (resetPasswordToken: unknown) =>
  send(cms.url, 'POST', '/admin/reset-password', { resetPasswordToken, password: 'Seven-boats-Padma-19' });
const refused = (words: string | RegExp) => ({ status: 1, said: expect.stringMatching(words) });

/** The last events of the record, as action, kind of actor and what is said of whoever did it. */
async function events(count: number) {
  const rows = await cms.strapi.db
    .query('api::audit.event')
    .findMany({ orderBy: { position: 'desc' }, limit: count });
  return rows.reverse().map(({ action, actorKind, details }) => [action, actorKind, JSON.parse(details).by]);
}

describe('the first super admin', () => {
  it('is invited by a command, which says what it needs, is recorded, and mails the link too', async () => {
    const needed = refused('npm run admin:create -- --email');
    expect(await create('--email', FIRST)).toMatchObject(needed);
    expect(await create('--email', 'nobody', '--first-name', 'Secretary')).toMatchObject(needed);
    expect(await create('--email', FIRST, '--first-name', '\u202eyraterceS')).toMatchObject(
      refused(/^Name: /),
    );
    expect(await cms.strapi.db.query('admin::user').count()).toBe(0);

    const { status, said } = await create('--email', FIRST.toUpperCase(), '--first-name', 'Joint Secretary');
    expect(status).toBe(0);
    expect(await events(2)).toEqual([
      ['account.created', 'system', 'operator'],
      ['account.invited', 'system', 'operator'],
    ]);
    const mail = await cms.strapi.db.query('api::mail.message').findOne({ where: { to: FIRST } });
    expect(mail.subject).toContain('Invitation');
    expect(await account('list')).toMatchObject({
      said: expect.stringMatching(`${FIRST}  invited until \\d`),
    });

    // Lost before it was read: the same account, another link.
    expect(await create('--email', FIRST, '--first-name', 'Joint Secretary')).toMatchObject(
      refused('account -- invite'),
    );
    const again = await account('invite', FIRST);
    expect((await register(tokenIn(said, 'registrationToken'))).status).toBe(400);
    expect((await register(tokenIn(again.said, 'registrationToken'))).status).toBe(200);
  });

  it('is the only one whom the command makes: from then on they invite others, and confirm it', async () => {
    const other = ['--email', 'second@example.org', '--first-name', 'Secretary'];
    expect(await create(...other)).toMatchObject(refused(`can sign in.*${FIRST}`));
    await account('off', FIRST);
    expect((await create(...other)).status).toBe(0);
    expect((await account('on', FIRST)).status).toBe(0);
    expect(await account('on', 'second@example.org')).toMatchObject(refused('no password yet'));
    expect((await account('list')).said).toMatch(
      /first@example\.org {2}on .*\n.*second@example\.org {2}invited/,
    );
  });
});

describe('a password', () => {
  it('is set anew by a link that a command mails and shows, which is recorded', async () => {
    admin = await cms.signIn('strapi-super-admin');
    const { email } = await cms.strapi.db.query('admin::user').findOne({ where: { id: admin.userId } });
    const { status, said } = await account('reset-password', email);
    expect(status).toBe(0);
    expect(await events(1)).toEqual([['password.link-sent', 'system', 'operator']]);
    // Whoever is signed in stays so until a new one is chosen.
    expect((await admin.request('GET', '/admin/users/me')).status).toBe(200);
    const token = tokenIn(said, 'code');
    expect((await reset(token)).status).toBe(200);
    expect((await admin.request('GET', '/admin/users/me')).status).toBe(401);
    expect((await reset(token)).status).toBe(400);
    expect(JSON.stringify(await cms.strapi.db.query('api::audit.event').findMany({}))).not.toContain(token);

    expect(await account('invite', email)).toMatchObject(refused('has a password'));
    expect(await account('reset-password', 'second@example.org')).toMatchObject(refused('no password yet'));
    await account('off', email);
    expect(await account('reset-password', email)).toMatchObject(refused('is off'));
    expect(await account('reset-password', 'nobody@example.org')).toMatchObject(
      refused(/^There is no account/),
    );
  });
});

it('says in one sentence what it can do, and that the database does not answer', async () => {
  const wrong = [[], ['reset'], ['reset-password'], ['off', '--force', 'x']];
  for (const words of wrong) expect(await account(...words)).toMatchObject(refused(/./));
  const nowhere = { DATABASE_URL: 'postgres://platform:secret@127.0.0.1:9/platform' };
  const { status, said } = await runCommand('account', ['list'], nowhere);
  expect([status, said]).toEqual([1, expect.stringContaining('127.0.0.1:9')]);
  expect(said).not.toMatch(/secret|^ +at /m);
});

it.skipIf(process.env.TEST_DATABASE === 'postgres')(
  'makes the first super admin before anything was ever started',
  async () => {
    const DATA_DIR = await mkdtemp(path.join(tmpdir(), 'empty-'));
    onTestFinished(() => rm(DATA_DIR, { recursive: true }));
    const env = { DATA_DIR, DATABASE_URL: '' };
    const words = ['create-admin', '--email', FIRST, '--first-name', 'Joint Secretary'];
    const { status, said } = await runCommand('account', words, env);
    expect([status, tokenIn(said, 'registrationToken')]).toEqual([0, expect.any(String)]);
    expect((await runCommand('account', ['list'], env)).said).toMatch(`${FIRST}  invited`);
  },
);
