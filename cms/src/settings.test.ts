import { describe, expect, it } from 'vitest';
import { readSettings, type Settings } from './settings';

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
    ['CMS_PORT', '99999', 'CMS_PORT:'],
    ['DATABASE_URL', 'mysql://localhost/x', 'DATABASE_URL:'],
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
