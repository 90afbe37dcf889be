import { expect, it } from 'vitest';
import { codeHash } from './code-hash.ts';

it('stays while nothing changes and differs for another address of the site', async () => {
  const hash = await codeHash('https://example.org');
  expect(await codeHash('https://example.org')).toBe(hash);
  expect(await codeHash('https://example.com')).not.toBe(hash);
});
