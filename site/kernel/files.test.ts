import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { forEach } from './files.ts';

it('begins nothing after a failure, and waits for what was begun before it tells of it', async () => {
  const [begun, ended]: [number[], number[]] = [[], []];
  const work = async (item: number) => {
    begun.push(item);
    if (item === 1) throw new Error('one failed');
    await sleep(20);
    ended.push(item);
  };
  await expect(forEach([0, 1, 2, 3, 4, 5], work, 3)).rejects.toThrow('one failed');
  expect(begun).toEqual([0, 1, 2]);
  expect(ended).toEqual([0, 2]);
});
