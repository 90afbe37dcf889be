import { describe, expect, it } from 'vitest';
import { ALWAYS, type Clock, holds, RecordingClock } from './clock.ts';
import { createLibrary } from './content-store.ts';
import { clock, withLibrary } from './current-content.ts';

/** 2026-11-28 at 23:00 in Dhaka. */
const EVENING = new Date('2026-11-28T17:00:00Z');
const at = (iso: string) => Date.parse(iso);

/** Asks a clock that stands at that moment. */
function ask<T>(question: (clock: Clock) => T, now = EVENING) {
  const clock = new RecordingClock(now);
  return { answer: question(clock), ...clock.validity };
}

describe('the clock of the pages', () => {
  it('says whether a moment has come, and until or since when that holds', () => {
    const meeting = '2026-11-28T23:30:00+06:00';
    expect(ask((clock) => clock.hasCome(meeting))).toEqual({
      answer: false,
      from: Number.NEGATIVE_INFINITY,
      until: at('2026-11-28T17:30:00Z'),
    });
    const later = new Date('2026-11-28T17:30:00Z');
    expect(ask((clock) => clock.hasCome(meeting), later)).toEqual({
      answer: true,
      from: later.getTime(),
      until: Number.POSITIVE_INFINITY,
    });
  });

  it('ends days at midnight in Dhaka', () => {
    expect(ask((clock) => clock.isOver('2026-11-28'))).toMatchObject({
      answer: false,
      until: at('2026-11-28T18:00:00Z'),
    });
    expect(ask((clock) => clock.isOver('2026-11-27')).answer).toBe(true);
    const midnight = new Date('2026-11-28T18:00:00Z');
    expect(ask((clock) => clock.isOver('2026-11-28'), midnight).answer).toBe(true);
    expect(ask((clock) => clock.today()).answer).toBe('2026-11-28');
    expect(ask((clock) => clock.today(), midnight)).toEqual({
      answer: '2026-11-29',
      from: midnight.getTime(),
      until: at('2026-11-29T18:00:00Z'),
    });
  });

  it('knows the narrowest time in which all of its answers hold', () => {
    const days = ['2026-11-20', '2026-11-27', '2026-12-01', '2026-11-30'];
    const { answer, ...validity } = ask((clock) => days.map((day) => clock.isOver(day)));
    expect(answer).toEqual([true, true, false, false]);
    expect(validity).toEqual({ from: at('2026-11-27T18:00:00Z'), until: at('2026-11-30T18:00:00Z') });
    for (const [moment, expected] of [
      ['2026-11-27T17:59:59.999Z', false],
      ['2026-11-27T18:00:00Z', true],
      ['2026-11-30T17:59:59.999Z', true],
      ['2026-11-30T18:00:00Z', false],
    ] as const) {
      expect(holds(validity, new Date(moment))).toBe(expected);
    }
  });

  it('takes what nobody asked it for always true', () => {
    expect(ask(() => 'nothing')).toEqual({ answer: 'nothing', ...ALWAYS });
  });

  it('refuses what is no time', () => {
    const clock = new RecordingClock(EVENING);
    expect(() => clock.hasCome('soon')).toThrow('“soon” is no time');
    expect(() => clock.isOver('2026-13-01')).toThrow('“2026-13-01” is no time');
  });

  it('is one for each page that is rendered, and the present where nobody renders', async () => {
    const dayOf = (now: string) =>
      withLibrary(createLibrary([]), new RecordingClock(new Date(now)), async () => clock().today());
    expect(await Promise.all([dayOf('2026-01-01T00:00:00Z'), dayOf('2027-01-01T00:00:00Z')])).toEqual([
      '2026-01-01',
      '2027-01-01',
    ]);
    expect(clock().hasCome(new Date().toISOString())).toBe(true);
  });
});
