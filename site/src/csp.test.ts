import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { policyOf, withPolicy } from './csp.ts';

const hash = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

it('lets a page show pictures of the site, wear the styles in it and run nothing', () => {
  const html = '<style>a{}</style><style media="print">b{}</style><style>a{}</style><img src="/x.avif">';
  expect(policyOf(html)).toBe(`default-src 'none';img-src 'self';style-src ${hash('a{}')} ${hash('b{}')}`);
});

it('lets a page run the scripts in it and those of the site, and ask the site', () => {
  const html = '<script type="module" src="/_astro/a.js"></script><script>go()</script>';
  expect(policyOf(html)).toBe(
    `default-src 'none';img-src 'self';script-src 'self' 'wasm-unsafe-eval' ${hash('go()')};connect-src 'self'`,
  );
});

it('does not take data for a script', () => {
  const html =
    '<script type="application/ld+json">{"a":1}</script><script id="x" type="application/json">{}</script>';
  expect(policyOf(html)).toBe("default-src 'none';img-src 'self'");
});

it('stands before everything that it concerns', () => {
  const html = '<head><meta charset="utf-8"><style>a{}</style>';
  expect(withPolicy(html)).toBe(
    `<head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${policyOf(html)}"><style>a{}</style>`,
  );
  expect(() => withPolicy('<p>no head')).toThrow('no <meta charset');
});
