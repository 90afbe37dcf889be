import { beforeAll, describe, expect, it, vi } from 'vitest';
import { isSigned, signedUrl } from './signed-urls';

const NOW = Date.UTC(2026, 0, 1);
const HOUR = 3_600_000;

function parts(url: string) {
  const { pathname, searchParams } = new URL(url, 'http://cms');
  return { path: pathname, query: Object.fromEntries(searchParams) };
}

beforeAll(() => {
  const names = [
    'APP_KEYS',
    'API_TOKEN_SALT',
    'ADMIN_JWT_SECRET',
    'TRANSFER_TOKEN_SALT',
    'ENCRYPTION_KEY',
    'EXPORT_TOKEN',
  ];
  for (const name of [...names, 'UPLOAD_URL_SECRET', 'REBUILD_WEBHOOK_SECRET', 'PREVIEW_SECRET'])
    vi.stubEnv(name, 'x'.repeat(43));
});

describe('a signed address', () => {
  it('opens its file until an hour has passed', () => {
    const { path, query } = parts(signedUrl('/uploads/a.png', NOW));
    expect(isSigned(path, query, NOW + HOUR - 1000)).toBe(true);
    expect(isSigned(path, query, NOW + HOUR + 1000)).toBe(false);
  });

  it('opens no other file and cannot be made to last', () => {
    const { query } = parts(signedUrl('/uploads/a.png', NOW));
    expect(isSigned('/uploads/b.png', query, NOW)).toBe(false);
    expect(isSigned('/uploads/a.png', { ...query, expires: '9999999999' }, NOW)).toBe(false);
    expect(isSigned('/uploads/a.png', { ...query, signature: '' }, NOW)).toBe(false);
    expect(isSigned('/uploads/a.png', {}, NOW)).toBe(false);
  });
});
