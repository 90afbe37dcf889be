import { expect, it } from 'vitest';
import { nameProblem, tidyName } from './name';

it.each([
  'Focal point (Ministry of Social Welfare)',
  "Deputy Secretary (Budget-2 & Planning), Women's Affairs",
  'মোঃ উপসচিব (বাজেট-২), সমাজকল্যাণ মন্ত্রণালয়',
  'র‍্যাব শাখা',
  'ফোকাল পয়েন্ট',
  'M.A. Officer',
  'Chargé d’affaires',
  'Moderator (Cabinet Division)',
  'Модератор',
  '',
])('takes %j', (name) => {
  expect(nameProblem(tidyName(name))).toBeUndefined();
});

it.each([
  ['long', 'a'.repeat(81)],
  ['long', 'ক্ষি'.repeat(81)],
  ['signs', 'Focal\npoint'],
  ['signs', 'Focal\r\npoint'],
  ['signs', 'Focal\u2028point'],
  ['signs', 'Focal\u0000point'],
  ['signs', 'Focal\tpoint'],
  ['signs', '\u202eredaoM'],
  ['signs', 'Mod\u2066erator'],
  ['signs', 'Mod\u200berator'],
  ['signs', 'Mod\u00aderator'],
  ['signs', 'Mod\u200derator'],
  ['signs', 'ক\u200d'],
  ['signs', '\ufeffModerator'],
  ['signs', 'Mod\ufe0ferator'],
  ['signs', 'Moderator”'],
  ['signs', 'Editor: Moderator'],
  ['signs', 'Moderator · Cabinet'],
  ['signs', 'Moderator ✓'],
  ['signs', '<b>Moderator</b>'],
  ['signs', '𝐌oderator'],
  ['signs', 'Ｍoderator'],
  ['signs', 'ᴍoderator'],
  ['signs', 'Mod\u1160erator'],
  ['signs', 'x\u0301\u0302\u0303\u0304'],
  ['signs', 'Officex\u0301'],
  ['signs', 'কাাাা'],
  ['signs', 'Moderator\u00a0'],
  ['scripts', 'Mоderator'],
  ['scripts', 'Μoderator'],
  ['scripts', 'Модerator'],
  ['scripts', 'সম্পাদক М'],
  ['scripts', 'Модεратор'],
  ['signs', 'officer@example.org'],
  ['signs', 'https://example.org'],
  ['address', 'www.example'],
  ['address', 'see cabinet.gov.bd'],
])('refuses, for %s, %j', (problem, name) => {
  expect(nameProblem(name)).toBe(problem);
});

it('stores one form of what looks the same', () => {
  expect(tidyName('  Focal   point ')).toBe('Focal point');
  expect(tidyName('Charge\u0301')).toBe('Chargé');
});
