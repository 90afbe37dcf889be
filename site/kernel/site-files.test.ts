import { expect, it } from 'vitest';
import { webFileOf } from './site-files.ts';

it('keeps the answers to wrong addresses under the names that servers look for, and no other page', () => {
  expect(webFileOf('/404/')).toBe('404.html');
  expect(webFileOf('/en/404/')).toBe('en/404.html');
  // The 404th page of a long list, or a story of that name.
  expect(webFileOf('/stories/page/404/')).toBe('stories/page/404/index.html');
  expect(webFileOf('/en/stories/404/')).toBe('en/stories/404/index.html');
});
