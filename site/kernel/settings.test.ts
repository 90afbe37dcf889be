import { isAbsolute, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readSettings, root } from './settings.ts';

describe('the settings', () => {
  it('stand without any variable, on the loopback address', () => {
    const settings = readSettings({});
    expect(settings).toMatchObject({
      dataDir: join(root, 'data'),
      host: '127.0.0.1',
      cmsUrl: 'http://127.0.0.1:1337',
      siteUrl: 'http://127.0.0.1:4321',
    });
    expect(isAbsolute(settings.folders.live)).toBe(true);
  });

  it('follow the ports and treat an empty variable as not set', () => {
    const settings = readSettings({ CMS_PORT: '1400', SITE_PORT: '4400', CMS_URL: '', EXPORT_TOKEN: '' });
    expect(settings.cmsUrl).toBe('http://127.0.0.1:1400');
    expect(settings.siteUrl).toBe('http://127.0.0.1:4400');
    expect(settings.exportToken).toBeUndefined();
  });

  it('take addresses without their last slash', () => {
    const settings = readSettings({ CMS_URL: 'https://cms.example.org/', SITE_URL: 'https://example.org/' });
    expect(settings).toMatchObject({ cmsUrl: 'https://cms.example.org', siteUrl: 'https://example.org' });
  });

  it.each([
    ['SITE_PORT', 'abc', 'SITE_PORT must be a port number, but is "abc".'],
    ['CMS_PORT', '70000', 'CMS_PORT must be a port number from 1 to 65535, but is "70000".'],
    ['SITE_URL', 'example.org', 'SITE_URL must be an address that starts with http:// or https://'],
    ['SITE_URL', 'https://example.org/a', 'SITE_URL must be an address with nothing after its host'],
    ['CMS_URL', 'ftp://example.org', 'CMS_URL must be an address that starts with http:// or https://'],
    ['SECURITY_CONTACT', 'x"; }', 'SECURITY_CONTACT must be an e-mail address, or an address that starts'],
  ])('name %s when it is wrong', (name, value, message) => {
    expect(() => readSettings({ [name]: value })).toThrow(message);
  });

  it('name every variable that is wrong', () => {
    expect(() => readSettings({ SITE_PORT: '0', CMS_PORT: 'x' })).toThrow(
      /CMS_PORT.*\n.*SITE_PORT|SITE_PORT.*\n.*CMS_PORT/,
    );
  });
});
