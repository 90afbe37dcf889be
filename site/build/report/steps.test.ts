import { expect, it, vi } from 'vitest';
import { Stopwatch } from './steps.ts';

it('counts the time of each part, of those that come again too', () => {
  vi.useFakeTimers({ toFake: ['performance'] });
  const watch = new Stopwatch();
  watch.begin('export');
  vi.advanceTimersByTime(100);
  watch.begin('render');
  vi.advanceTimersByTime(20);
  watch.begin('export');
  vi.advanceTimersByTime(5);
  watch.end();
  vi.advanceTimersByTime(1000);
  expect(watch.parts()).toEqual({ export: 105, render: 20 });
  vi.useRealTimers();
});
