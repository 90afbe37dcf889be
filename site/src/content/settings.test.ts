import { afterEach, expect, it, vi } from 'vitest';
import { setting } from './settings.ts';

afterEach(() => vi.unstubAllEnvs());

it('names the setting that is missing', () => {
  vi.stubEnv('EXPORT_FILE', '');
  expect(() => setting('EXPORT_FILE')).toThrow(/EXPORT_FILE/);
});

it('names the setting that is wrong, with its value', () => {
  vi.stubEnv('SITE_URL', 'ftp://example.org');
  expect(() => setting('SITE_URL')).toThrow('SITE_URL=ftp://example.org');
});

it('takes only the origin of the site’s address', () => {
  vi.stubEnv('SITE_URL', 'https://example.org/');
  expect(setting('SITE_URL')).toBe('https://example.org');
});
