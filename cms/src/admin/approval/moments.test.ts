import { describe, expect, it } from 'vitest';
import {
  agoInWords,
  dayInWords,
  fromDhakaClock,
  lengthInWords,
  momentInWords,
  toDhakaClock,
  waitsLong,
} from './moments';

const now = Date.parse('2026-11-21T12:00:00Z');

describe('how long ago something was', () => {
  it.each([
    ['2026-11-21T11:59:50Z', '1 minute ago'],
    ['2026-11-21T11:20:00Z', '40 minutes ago'],
    ['2026-11-21T09:30:00Z', '2 hours ago'],
    ['2026-11-17T12:00:00Z', '4 days ago'],
    // A clock that is ahead of the server's.
    ['2026-11-21T12:00:30Z', '1 minute ago'],
  ])('%s is %s', (iso, words) => expect(agoInWords(iso, 'en', now)).toBe(words));

  it('is said in Bengali with Bengali digits', () => {
    expect(agoInWords('2026-11-17T12:00:00Z', 'bn', now)).toBe('৪ দিন আগে');
  });
});

describe('a length of time', () => {
  it.each([
    [0.5, '30 minutes'],
    [5.2, '5 hours'],
    [60, '2.5 days'],
  ])('%f hours are %s', (hours, words) => expect(lengthInWords(hours, 'en')).toBe(words));
});

describe('the clock in Dhaka', () => {
  it('is six hours ahead of UTC', () => {
    expect(fromDhakaClock('2026-11-22T10:00')).toBe('2026-11-22T04:00:00.000Z');
    expect(toDhakaClock(now)).toBe('2026-11-21T18:00');
  });

  it('says a moment and a day in both languages', () => {
    expect(momentInWords('2026-11-21T19:05:00Z', 'en')).toBe('22 Nov 2026, 01:05');
    expect(dayInWords('2026-11-21T19:05:00Z', 'en')).toBe('22 November 2026');
    expect(momentInWords('2026-11-21T19:05:00Z', 'bn')).toContain('২২');
    expect(dayInWords('2026-11-21T19:05:00Z', 'bn')).toBe('২২ নভেম্বর, ২০২৬');
  });

  it('has no moment for half a date', () => {
    expect(fromDhakaClock('')).toBeUndefined();
    expect(fromDhakaClock('2026-11-22')).toBeUndefined();
    expect(fromDhakaClock('2026-13-40T10:00')).toBeUndefined();
  });
});

it('three days are a long wait', () => {
  expect(waitsLong('2026-11-18T12:00:00Z', now)).toBe(true);
  expect(waitsLong('2026-11-18T13:00:00Z', now)).toBe(false);
});
