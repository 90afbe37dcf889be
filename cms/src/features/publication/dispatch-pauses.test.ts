import { describe, expect, it } from 'vitest';
import { nextDispatch, pauseAfter } from './dispatch-pauses.ts';

const MINUTE = 60_000;
const told = { revision: '2-2', times: 1, at: 0, taken: true, live: false };

describe('a repository', () => {
  it('is told of a new state at once', () => {
    expect(nextDispatch(undefined, { revision: '1-1', live: false, now: 5 })).toMatchObject({
      times: 1,
      at: 5,
    });
    expect(nextDispatch(told, { revision: '3-3', live: false, now: 1 })).toMatchObject({ times: 1 });
  });

  it('is told again of a state that does not go live, after growing pauses', () => {
    const at = (now: number) => nextDispatch(told, { revision: '2-2', live: false, now });
    expect(at(9 * MINUTE)).toBeUndefined();
    expect(at(10 * MINUTE)).toMatchObject({ times: 2, at: 10 * MINUTE });
    const pauses = [1, 2, 3, 4, 50].map((times) => pauseAfter({ times, taken: true }) / MINUTE);
    expect(pauses).toEqual([10, 20, 40, 60, 60]);
  });

  it('that did not take the message is told again within seconds', () => {
    expect([1, 2, 3, 50].map((times) => pauseAfter({ times, taken: false }) / 1000)).toEqual([
      5, 10, 20, 300,
    ]);
  });

  it('is left alone once the state is live', () => {
    expect(nextDispatch(told, { revision: '2-2', live: true, now: 1 })).toMatchObject({ live: true });
  });
});
