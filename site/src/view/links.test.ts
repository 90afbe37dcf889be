import { expect, it } from 'vitest';
import { createLibrary } from '../content/content-store.ts';
import type { CmsEntry } from '../content/export/check-entry.ts';
import { linkTarget } from './links.ts';
import type { View } from './view.ts';

const about = { type: 'page', key: 'about', locale: 'bn', fields: { slug: 'about', title: 'About' } };
const c = createLibrary([about as unknown as CmsEntry]).in('en');
const view = { c, to: (path: string) => `/en${path}` } as View;

it.each([
  ['/about/', '/en/about/'],
  ['/about', '/en/about/'],
  ['/en/about/', '/en/about/'],
  ['/about/#part', '/en/about/#part'],
  ['/programmes/?q=1', '/en/programmes/?q=1'],
  ['/', '/en/'],
  ['https://example.org/x', 'https://example.org/x'],
  ['http://127.0.0.1:4321/about/#part', '/en/about/#part'],
  ['mailto:a@example.org', 'mailto:a@example.org'],
])('leads from %s to %s', (url, target) => {
  expect(linkTarget(url, view)).toBe(target);
});

it.each([
  '/secret/',
  '/programmes/secret/',
  '#part',
  '/english/',
  'http://[',
  'http://127.0.0.1:4321/secret/',
])('leads nowhere from %s', (url) => {
  expect(linkTarget(url, view)).toBeUndefined();
});
