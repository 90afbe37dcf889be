import { describe, expect, it } from 'vitest';
import { format } from './format.ts';

const bn = format('bn');
const en = format('en');

describe('Bengali', () => {
  it('writes its own digits, grouped by lakh and crore', () => {
    expect(bn.number(12_345_678.9)).toBe('১,২৩,৪৫,৬৭৮.৯');
    expect(bn.crore(64_656)).toBe('৬৪,৬৫৬ কোটি টাকা');
    expect(bn.taka(500)).toBe('৫০০ টাকা');
    expect(bn.percent(2.55)).toBe('২.৫৫%');
    expect(bn.fiscalYear('2018-19')).toBe('২০১৮-১৯');
    expect(bn.size(123_456)).toBe('১২৩ কেবি');
    expect(bn.size(1_260_000)).toBe('১.৩ এমবি');
  });

  it('writes dates and lengths of time', () => {
    expect(bn.date('2018-09-27')).toBe('২৭ সেপ্টেম্বর, ২০১৮');
    expect(bn.duration(125)).toMatch(/^২ মিনিট.*৫ সেকেন্ড$/);
    expect(bn.days(30)).toBe('৩০ দিন');
  });

  it.each([
    ['2018-09-26T21:00:00.000Z', 'রাত ৩:০০'],
    ['2018-09-26T23:00:00.000Z', 'ভোর ৫:০০'],
    ['2018-09-27T04:00:00.000Z', 'সকাল ১০:০০'],
    ['2018-09-27T06:00:00.000Z', 'দুপুর ১২:০০'],
    ['2018-09-27T10:30:00.000Z', 'বিকেল ৪:৩০'],
    ['2018-09-27T13:00:00.000Z', 'সন্ধ্যা ৭:০০'],
    ['2018-09-27T18:00:00.000Z', 'রাত ১২:০০'],
  ])('names the part of the day in Dhaka at %s', (moment, time) => {
    expect(bn.meetingTime(moment)).toContain(time);
  });
});

describe('English', () => {
  it('writes numbers, money and sizes', () => {
    expect(en.number(12_345_678.9)).toBe('12,345,678.9');
    expect(en.crore(64_656)).toBe('BDT 64,656 crore');
    expect(en.taka(500)).toBe('BDT 500');
    expect(en.percent(13.92)).toBe('13.92%');
    expect(en.size(20)).toBe('1 kB');
  });

  it('writes dates, ranges and lengths of time', () => {
    expect(en.date('2018-09-27')).toBe('27 September 2018');
    expect(en.dateRange('2018-11-04', '2018-11-06')).toMatch(/^4\s*–\s*6 November 2018$/);
    expect(en.duration(3600)).toBe('1 hour');
    expect(en.duration(90)).toBe('1 minute 30 seconds');
    expect(en.minutes(1)).toBe('1 minute');
  });
});

describe('the time of a meeting', () => {
  it('is that of Dhaka, and names its day once', () => {
    const time = en.meetingTime('2018-09-27T04:00:00.000Z', '2018-09-27T10:30:00.000Z');
    expect(time).toBe('Thursday, 27 September 2018, 10:00 am – 4:30 pm');
  });

  it('names both days when it ends on another', () => {
    const time = en.meetingTime('2018-11-04T04:00:00.000Z', '2018-11-06T10:00:00.000Z');
    expect(time).toBe('Sunday, 4 November 2018, 10:00 am – Tuesday, 6 November 2018, 4:00 pm');
  });

  it('has no end that lies before its start', () => {
    expect(en.meetingTime('2018-09-27T04:00:00.000Z', '2018-09-26T04:00:00.000Z')).not.toContain('–');
  });

  it('shows the day of Dhaka late in the evening of UTC', () => {
    expect(en.dayOf('2018-09-27T19:00:00.000Z')).toBe('28 September 2018');
  });
});
