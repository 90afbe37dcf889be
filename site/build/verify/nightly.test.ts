import { expect, it } from 'vitest';
import { differencesOf, isNight } from './nightly.ts';

const files = (all: Record<string, string>) => new Map(Object.entries(all));

it('comes once a night, at three in Dhaka', () => {
  const yesterday = new Date('2026-01-01T21:00:00Z');
  expect(isNight(new Date('2026-01-02T21:10:00Z'), yesterday)).toBe(true);
  expect(isNight(new Date('2026-01-02T20:59:00Z'), yesterday)).toBe(false);
  expect(isNight(new Date('2026-01-01T21:50:00Z'), yesterday)).toBe(false);
});

it('comes in the night after a start in the day', () => {
  const start = new Date('2026-01-02T12:00:00Z');
  expect(isNight(new Date('2026-01-02T21:00:00Z'), start)).toBe(true);
});

it('names what a cold build makes otherwise, and nothing that may differ', () => {
  const before = files({
    'site/a.html': '1',
    'site/b.html': '1',
    'site/a.html.br': '1',
    'site/pagefind/x': '1',
    'site/release.json': '1',
    'contents.ndjson': '1',
    'redirects.json': '1',
  });
  const after = files({
    'site/a.html': '2',
    'site/c.html': '1',
    'site/a.html.br': '2',
    'site/release.json': '2',
    'contents.ndjson': '2',
    'redirects.json': '2',
  });
  expect(differencesOf(before, after)).toEqual({
    different: ['redirects.json', 'site/a.html', 'site/b.html', 'site/c.html'],
    compared: 4,
  });
  expect(differencesOf(before, before)).toEqual({ different: [], compared: 3 });
});
