import { expect, it } from 'vitest';
import { orderOf } from './longest-first.ts';

it('begins with the files that take longest, and ends with those that start nothing', () => {
  const files = [
    'scripts/lib/lock.test.ts',
    'cms/test/audit.test.ts',
    'site/test/withdrawn.test.ts',
    'cms/test/accounts.test.ts',
    'scripts/test/platform.test.ts',
  ];
  const order = new Map(files.map((file, index) => [file, orderOf(`/here/${file}`, index)]));
  expect(files.sort((one, other) => (order.get(one) ?? 0) - (order.get(other) ?? 0))).toEqual([
    'scripts/test/platform.test.ts',
    'site/test/withdrawn.test.ts',
    'cms/test/audit.test.ts',
    'cms/test/accounts.test.ts',
    'scripts/lib/lock.test.ts',
  ]);
});
