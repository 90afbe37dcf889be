import { describe, expect, it } from 'vitest';
import { parseSender, readSettings, requireForProduction, type Settings } from './settings';

const secret = 'x'.repeat(43);
const good = {
  APP_KEYS: `${secret},${secret}`,
  API_TOKEN_SALT: secret,
  ADMIN_JWT_SECRET: secret,
  TRANSFER_TOKEN_SALT: secret,
  ENCRYPTION_KEY: secret,
  EXPORT_TOKEN: secret,
  UPLOAD_URL_SECRET: secret,
  REBUILD_WEBHOOK_SECRET: secret,
  PREVIEW_SECRET: secret,
  DATA_DIR: '/data',
};

describe('readSettings', () => {
  it('takes good settings, empty ones as not set', () => {
    expect(readSettings({ ...good, CMS_PORT: '8080', DATABASE_URL: '' })).toMatchObject({
      CMS_PORT: 8080,
      HOST: '127.0.0.1',
    });
    expect(readSettings(good).DATABASE_URL).toBeUndefined();
  });

  it.each([
    ['EXPORT_TOKEN', undefined, 'EXPORT_TOKEN: is missing'],
    ['ADMIN_JWT_SECRET', 'short', 'ADMIN_JWT_SECRET: must have at least 32 characters'],
    ['APP_KEYS', `${secret},short`, 'APP_KEYS: must have at least 32 characters'],
    ['DATABASE_URL', 'mysql://localhost/x', 'DATABASE_URL: must be an address such as postgres://'],
    ['DATABASE_URL', 'database', 'DATABASE_URL: must be an address such as postgres://'],
    ['DATABASE_URL', 'postgres://localhost', 'DATABASE_URL: must end with the name of a database'],
    ['CMS_URL', 'example.org', 'CMS_URL: must be an address such as https://cms.example.org'],
    ['CMS_URL', 'https://example.org/cms', 'CMS_URL: must be an address such as'],
    ['SITE_URL', 'https://example.org/?a', 'SITE_URL: must be an address such as'],
    ['SMTP_URL', 'mail.example.org', 'SMTP_URL: must be an address such as smtps://'],
    ['OPERATOR_EMAIL', 'nobody', 'OPERATOR_EMAIL: must be an e-mail address'],
    ['MAIL_FROM', 'a@example.org, b@example.org', 'MAIL_FROM: must be an e-mail address, or a name and one'],
    ['MAIL_FROM', 'A <a@example.org> B <b@example.org>', 'MAIL_FROM: must be'],
    ['MAIL_FROM', 'A\nBcc: b@example.org <a@example.org>', 'MAIL_FROM: must be'],
    ['JOBS', 'yes', 'JOBS: must be on or off'],
    ['BACKUP_WITNESS', 'ftp://example.org', 'BACKUP_WITNESS: must be an address such as'],
    ['CMS_ALLOWED_ORIGINS', '*', 'CMS_ALLOWED_ORIGINS: must be origins'],
    [
      'CMS_ALLOWED_ORIGINS',
      'https://a.example,https://b.example/path',
      'CMS_ALLOWED_ORIGINS: must be origins',
    ],
    ['GITHUB_REPOSITORY_DISPATCH', 'no-slash', 'GITHUB_REPOSITORY_DISPATCH:'],
    ['GITHUB_DISPATCH_TOKEN', 'token', 'GITHUB_REPOSITORY_DISPATCH: is needed too'],
  ])('names %s when it is wrong', (name, value, message) => {
    expect(() => readSettings({ ...good, [name]: value })).toThrow(message);
  });

  it.each([
    ['CMS_PORT', 'a whole number from 1 to 65535', ['0', '99999', '80.5', 'http', '1e3', '-1', ' ', '৮০']],
    ['TRUSTED_PROXIES', 'a whole number from 0 to 10', ['11', 'yes', '0x1']],
    ['CMS_HEAP_MB', 'a whole number from 256 to 65536', ['255', '640MB']],
    ['DATABASE_POOL', 'a whole number from 2 to 100', ['1', 'ten']],
    ['BACKUP_MINUTES', 'a whole number from 5 to 60', ['4', '61', '30 min']],
    ['SESSION_HOURS', 'a number from 0.1 to 720', ['0', '12h', '1,5']],
    ['SESSION_IDLE_MINUTES', 'a number from 1 to 20160', ['0', 'Infinity']],
    ['UPLOAD_QUOTA_PERSON_MB', 'a number from 0 to 1000000', ['-1', '1_000']],
    ['UPLOAD_FREE_DISK_GB', 'a number from 0 to 1000000', ['one']],
  ])('says which numbers %s takes', (name, kind, values) => {
    for (const value of values) {
      expect(() => readSettings({ ...good, [name]: value }), value).toThrow(
        new RegExp(`\\n  ${name}: must be ${kind}$`),
      );
    }
  });

  it('takes a slash after the host of an address for none', () => {
    const { CMS_URL, SITE_URL } = readSettings({
      ...good,
      CMS_URL: 'http://127.0.0.1:1337/',
      SITE_URL: 'https://example.org/',
    });
    expect([CMS_URL, SITE_URL]).toEqual(['http://127.0.0.1:1337', 'https://example.org']);
  });

  it.each([
    ['no-reply@mof.example', 'no-reply@mof.example', ''],
    [' সামাজিক সুরক্ষা <no-reply@mof.example> ', '"সামাজিক সুরক্ষা" <no-reply@mof.example>', 'সামাজিক সুরক্ষা'],
    [
      '"Cabinet Division, Dhaka" <a@b.example>',
      '"Cabinet Division, Dhaka" <a@b.example>',
      'Cabinet Division, Dhaka',
    ],
  ])('takes a sender with a name or without: %s', (MAIL_FROM, line, name) => {
    expect(readSettings({ ...good, MAIL_FROM }).MAIL_FROM).toBe(line);
    expect(parseSender(line)?.name).toBe(name);
  });

  it('asks how many proxies to believe where people come by https, and believes none otherwise', () => {
    const CMS_URL = 'https://cms.example.org';
    expect(() => readSettings({ ...good, CMS_URL })).toThrow(
      'TRUSTED_PROXIES: is needed with an https CMS_URL',
    );
    expect(readSettings({ ...good, CMS_URL, TRUSTED_PROXIES: '1' }).TRUSTED_PROXIES).toBe(1);
    expect(readSettings(good).TRUSTED_PROXIES).toBe(0);
  });

  it('lets no other origin in unless it is named', () => {
    expect(readSettings(good).CMS_ALLOWED_ORIGINS).toEqual([]);
    const CMS_ALLOWED_ORIGINS = 'https://a.example, http://127.0.0.1:8080,';
    expect(readSettings({ ...good, CMS_ALLOWED_ORIGINS }).CMS_ALLOWED_ORIGINS).toEqual([
      'https://a.example',
      'http://127.0.0.1:8080',
    ]);
  });

  it('limits sessions and asks for a second factor in production, less elsewhere, and as it is told', () => {
    const limits = ({ SESSION_HOURS, SESSION_IDLE_MINUTES, REQUIRE_SECOND_FACTOR }: Settings) => [
      SESSION_HOURS,
      SESSION_IDLE_MINUTES,
      REQUIRE_SECOND_FACTOR,
    ];
    const production = { ...good, NODE_ENV: 'production' };
    expect(limits(readSettings(production))).toEqual([12, 30, ['super-admin', 'moderator']]);
    expect(limits(readSettings(good))).toEqual([168, 1440, []]);
    const told = {
      SESSION_HOURS: '8',
      SESSION_IDLE_MINUTES: '15',
      REQUIRE_SECOND_FACTOR: 'editor, moderator',
    };
    expect(limits(readSettings({ ...production, ...told }))).toEqual([8, 15, ['editor', 'moderator']]);
    expect(readSettings({ ...production, REQUIRE_SECOND_FACTOR: 'none' }).REQUIRE_SECOND_FACTOR).toEqual([]);
    expect(() => readSettings({ ...good, REQUIRE_SECOND_FACTOR: 'admin' })).toThrow(
      'REQUIRE_SECOND_FACTOR: must be “none” or some of super-admin,moderator,editor',
    );
  });

  it('refuses a sample secret', () => {
    expect(() => readSettings({ ...good, EXPORT_TOKEN: `sample-${secret}` })).toThrow(
      'EXPORT_TOKEN: is still the sample',
    );
  });
});

describe('in production', () => {
  const real = {
    CMS_URL: 'https://cms.platform.gov.bd',
    SITE_URL: 'https://platform.gov.bd',
    MAIL_FROM: 'no-reply@platform.gov.bd',
    TRUSTED_PROXIES: '1',
  };
  const required = (more: object) => () => requireForProduction(readSettings({ ...good, ...real, ...more }));

  it('takes addresses of its own, and those of this machine to try production out', () => {
    expect(required({})).not.toThrow();
    expect(required({ CMS_URL: 'http://127.0.0.1:1337', SITE_URL: 'http://localhost:4321' })).not.toThrow();
  });

  it.each([
    ['CMS_URL', '', 'CMS_URL: is missing: write where people reach it, such as https://cms.<your domain>'],
    ['SITE_URL', '', 'SITE_URL: is missing: write where people reach it, such as https://<your domain>'],
    [
      'CMS_URL',
      'http://cms.platform.gov.bd',
      'CMS_URL: is http://cms.platform.gov.bd, which anybody on the way',
    ],
    ['SITE_URL', 'http://10.0.0.5:8080', 'SITE_URL: is http://10.0.0.5:8080, which anybody on the way'],
    [
      'MAIL_FROM',
      '',
      'MAIL_FROM: is no-reply@example.org, a domain for examples: write an address of your own',
    ],
    ['MAIL_FROM', 'সুরক্ষা <a@mail.Example.COM>', 'a domain for examples'],
  ])('refuses %s=%s with what to write', (name, value, message) => {
    expect(required({ [name]: value })).toThrow(message);
  });
});
