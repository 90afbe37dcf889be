import { describe, expect, it } from 'vitest';
import { type Asked, isForeign } from './origin';

const host = 'cms.example.org';
const own = ['https://cms.example.org', 'https://trusted.example.com'];
const asked = (more: Partial<Asked>): Asked => ({
  method: 'GET',
  host,
  origin: undefined,
  site: undefined,
  mode: undefined,
  ...more,
});

describe('a request', () => {
  it.each<[string, Partial<Asked>]>([
    ['from no browser', { method: 'POST' }],
    ['of the CMS’s own page', { method: 'POST', origin: 'https://cms.example.org', site: 'same-origin' }],
    ['of the own page in an older browser', { method: 'POST', origin: 'http://cms.example.org' }],
    [
      'of the own page behind a proxy',
      { method: 'POST', origin: 'https://out.example', site: 'same-origin' },
    ],
    [
      'of an origin that is let in',
      { method: 'POST', origin: 'https://trusted.example.com', site: 'cross-site' },
    ],
    ['typed into the address line', { site: 'none', mode: 'navigate' }],
    ['by a link elsewhere', { site: 'cross-site', mode: 'navigate' }],
  ])('%s is answered', (_what, more) => {
    expect(isForeign(asked(more), own)).toBe(false);
  });

  it.each<[string, Partial<Asked>]>([
    ['of another origin', { origin: 'https://evil.example', site: 'cross-site' }],
    ['of another origin in an older browser', { origin: 'https://evil.example' }],
    ['of a sibling host', { method: 'POST', origin: 'https://x.example.org', site: 'same-site' }],
    ['of another port', { method: 'POST', origin: 'https://cms.example.org:8443', site: 'same-site' }],
    ['of a page without an origin', { method: 'POST', origin: 'null' }],
    ['of a frame in a sandbox', { method: 'POST', origin: 'null', site: 'cross-site' }],
    ['for a picture or script elsewhere', { site: 'cross-site', mode: 'no-cors' }],
    ['for a picture or script of a sibling', { site: 'same-site', mode: 'no-cors' }],
    ['by a form elsewhere', { method: 'POST', site: 'cross-site', mode: 'navigate' }],
  ])('%s is not', (_what, more) => {
    expect(isForeign(asked(more), own)).toBe(true);
  });
});
