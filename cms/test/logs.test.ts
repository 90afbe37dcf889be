import { EventEmitter } from 'node:events';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { type Session, send, startCms, type TestCms } from './cms.ts';

const CANARY = 'canary0123456789abcdef';

let cms: TestCms;
let moderator: Session;
const lines: string[] = [];

beforeAll(async () => {
  process.env.SMTP_URL = `smtp://mailer:${CANARY}@127.0.0.1:9`;
  cms = await startCms();
  cms.strapi.log.level = 'silly';
  // As its transports write it.
  cms.strapi.log.on('data', (info) => lines.push(String(info[Symbol.for('message')])));
  moderator = await cms.signIn('moderator');
});
afterAll(async () => {
  await cms?.stop();
  delete process.env.SMTP_URL;
});
beforeEach(() => {
  lines.length = 0;
});

const logged = () => lines.join('\n');
/** Waits for a line, since some are written after the answer. */
const says = (words: string | RegExp) => expect.poll(logged, { timeout: 240_000 }).toMatch(words);

it('has a line in UTC for what was asked, and none of what opens something', async () => {
  const headers = { authorization: `Bearer ${CANARY}`, cookie: `strapi_admin_refresh=${CANARY}` };
  const asked = [
    ['GET', `/admin/registration-info?registrationToken=${CANARY}`],
    ['GET', `/admin/auth/reset-password?code=${CANARY}`],
    ['GET', `/admin/auth/register?registrationToken=${CANARY}`],
    ['GET', `/uploads/a.png?expires=1&signature=${CANARY}`],
    ['GET', `/preview/page/${CANARY}`],
    ['GET', `/preview/file/${CANARY}`],
    ['GET', `/api/export?token=${CANARY}`],
    ['GET', `/admin/users?filters[resetPasswordToken]=${CANARY}`],
    ['POST', '/admin/reset-password', { resetPasswordToken: CANARY, password: `${CANARY}Aa1` }],
    ['POST', '/admin/register', { registrationToken: CANARY, userInfo: { password: `${CANARY}Aa1` } }],
    ['POST', '/admin/register-admin', { token: CANARY, password: `${CANARY}Aa1` }],
    ['POST', '/admin/login', { email: 'nobody@example.org', password: CANARY }],
    ['POST', '/admin/access-token'],
    ['POST', '/platform/sign-in/unlock', { token: CANARY }],
  ] as const;
  for (const [method, path, body] of asked) await send(cms.url, method, path, body, headers);
  for (const [method, path] of asked) {
    const [name = ''] = path.split('?');
    expect(logged()).toContain(`${method} ${name.replace(CANARY, '…')} (`);
  }
  expect(logged()).not.toContain(CANARY);
  for (const line of lines) expect(line).toMatch(/^\[\d{4}-\d\d-\d\dT[\d:.]+Z\] \w+: /);
});

it('has no values of a query that the database refuses', async () => {
  const { connection } = cms.strapi.db;
  const refused = connection('admin_users').where('no_such_column', CANARY).select('id');
  const error = await refused.then(
    () => expect.unreachable(),
    (thrown: Error) => thrown,
  );
  expect(error.message).not.toContain(CANARY);
  expect(error.message).toContain('no_such_column');
  cms.strapi.log.error(error);
  expect(logged()).toContain('no_such_column');
  expect(logged()).not.toContain(CANARY);
});

it('has no password of a server that does not answer, and no link of a mail', async () => {
  const { queueMail } = cms.module<typeof import('../src/features/mail/queue')>('features/mail/queue');
  const text = `https://cms.example.org/admin/auth/reset-password?code=${CANARY}`;
  await queueMail(cms.strapi, { to: 'somebody@example.org', subject: 'New password', text });
  await says('was not sent');
  cms.strapi.log.error(`connect to ${process.env.SMTP_URL} failed`);
  expect(logged()).not.toContain(CANARY);
});

it('has no address by which the first super admin registers', async () => {
  const { offerFirstRegistration } = cms.module<typeof import('../src/features/accounts/links/first-admin')>(
    'features/accounts/links/first-admin',
  );
  await cms.strapi.db.query('admin::user').deleteMany({});
  // A server that begins to listen once more.
  const httpServer = new EventEmitter();
  offerFirstRegistration(Object.create(cms.strapi, { server: { value: { httpServer } } }));
  httpServer.emit('listening');
  await says('first-admin.txt');
  expect(logged()).not.toContain('register-admin#');
});

it('has nothing of what is polled while that is answered, and all of what is refused', async () => {
  moderator = await cms.signIn('moderator');
  const builder = { authorization: `Bearer ${cms.exportToken}` };
  lines.length = 0;
  await send(cms.url, 'GET', '/_health');
  expect((await send(cms.url, 'GET', '/api/export/revision', undefined, builder)).status).toBe(200);
  const polled = ['publication', 'publication/status', 'approval/queue?state=submitted', 'approval/numbers'];
  for (const path of [...polled, 'approval/proposals']) {
    expect((await moderator.request('GET', `/platform/${path}`)).status).toBe(200);
  }
  expect(lines.filter((line) => /_health|revision|platform/.test(line))).toEqual([]);
  await send(cms.url, 'GET', '/api/export/revision');
  await says(/refused GET \/api\/export\/revision .* 401 /);
  await moderator.request('GET', '/admin/users/me');
  await says(/http: GET \/admin\/users\/me .* request=/);
});
