import { describe, expect, it } from 'vitest';
import { hashOf, policyOf, withPolicy } from './csp.ts';

const own = {
  styles: ['a{}', 'b{}', 'c{}'].map(hashOf),
  scripts: [hashOf('go()')],
  files: ['/_astro/a.js'],
};
const NOTHING = "default-src 'none';img-src 'self'";

describe('the policy of a page', () => {
  it('lets it show pictures of the site, wear the styles in it and run nothing', () => {
    const html = '<style>a{}</style><style media="print">b{}</style><style>a{}</style><img src="/x.avif">';
    expect(policyOf(html, own)).toBe(`${NOTHING};style-src ${hashOf('a{}')} ${hashOf('b{}')}`);
  });

  it('lets it run the scripts in it and those of the site, and ask the site', () => {
    const html = '<script type="module" src="/_astro/a.js"></script><script>go()</script>';
    const sources = `'self' 'wasm-unsafe-eval' ${hashOf('go()')}`;
    expect(policyOf(html, own)).toBe(`${NOTHING};script-src ${sources};connect-src 'self'`);
  });

  it('lets it run or wear nothing that is not of the site’s code, whatever has got into it', () => {
    const html = '<style>x{}</style><script>steal()</script><script src="/files/x.js"></script>';
    expect(policyOf(html, own)).toBe(NOTHING);
    const policy = policyOf(`${html}<style>a{}</style><script>go()</script>`, own);
    expect(policy).toContain(hashOf('go()'));
    for (const text of ['x{}', 'steal()']) expect(policy).not.toContain(hashOf(text));
  });

  it('does not take data for a script', () => {
    const html =
      '<script type="application/ld+json">{"a":1}</script><script id="x" type="application/json">{}</script>';
    expect(policyOf(html, own)).toBe(NOTHING);
  });

  it('stands before everything that it concerns', () => {
    const html = '<head><meta charset="utf-8"><style>a{}</style>';
    const policy = `<meta http-equiv="Content-Security-Policy" content="${policyOf(html, own)}">`;
    expect(withPolicy(html, own)).toBe(`<head><meta charset="utf-8">${policy}<style>a{}</style>`);
    expect(() => withPolicy('<p>no head', own)).toThrow('no <meta charset');
  });
});
