import { expect, it } from 'vitest';
import { logFormat } from './format.ts';
import { secretsOf } from './without-secrets.ts';

const settings = {
  APP_KEYS: ['canary-app-key-1', 'canary-app-key-2'],
  EXPORT_TOKEN: 'canary-export-token',
  PREVIEW_SECRET: 'canary-preview-secret',
  DATABASE_URL: 'postgres://cms:canary%20database@db.example.org/cms',
  SMTP_URL: 'smtps://mailer:canary-smtp@mail.example.org',
  MAIL_FROM: 'no-reply@example.org',
};
const clean = secretsOf(settings);

it.each([
  'key canary-app-key-2 is wrong',
  'Bearer canary-export-token',
  'connect to postgres://cms:canary%20database@db.example.org/cms',
  'password "canary database" failed',
  '535 mailer canary-smtp refused',
  'GET /admin/register?registrationToken=canary123 200',
  'https://cms.example.org/admin/auth/reset-password?code=canary123&x=1',
  'http://localhost/admin/auth/register-admin#token=canary123',
  'GET /uploads/a.pdf?expires=1&signature=canary123',
])('takes the secret out of: %s', (line) => {
  expect(clean(line)).not.toMatch(/canary/);
  expect(clean(line)).toContain('…');
});

it('leaves all else as it is', () => {
  const line =
    'GET /admin/users (3 ms) 200 address=192.0.2.1 user=- request=no-reply@example.org exit code 3';
  expect(clean(line)).toBe(line);
});

it('dates each line in UTC, and says all of an error without secrets', () => {
  const error = Object.assign(new Error('no'), { level: 'error' });
  const line = String(logFormat(settings).transform(error as never)[Symbol.for('message')]);
  expect(line).toMatch(/^\[\d{4}-\d\d-\d\dT[\d:.]+Z\] error: no\nError: no\n {4}at /);
});
