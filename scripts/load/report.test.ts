import { expect, it } from 'vitest';
import { type LoadLook, reportOf } from './report.ts';

const look = (minute: number, resident: number): LoadLook => ({
  seconds: minute * 60,
  resident,
  heap: 300,
  used: 200,
  children: 150,
  requests: minute * 600,
});

it('tells the peak and the end, and shows the way between in few rows, the last among them', () => {
  const looks = Array.from({ length: 61 }, (_, minute) => look(minute, minute === 30 ? 900 : 700 + minute));
  const text = reportOf({ editors: 10, moderators: 2, pause: 2, looks, counts: new Map([['save', 3]]) });
  expect(text).toContain('At most 900 MB in the CMS, 760 MB at the end');
  expect(text).toContain('36000 requests, 10.0 in a second');
  expect(text.match(/^\| \d/gm)?.length).toBeLessThan(23);
  expect(text).toContain('| 60.0 | 36000 | 760 | 300 | 200 | 150 |');
});
