import { expect, it } from 'vitest';
import { sameTitle } from './same-title';

it.each([
  [
    'one letter as keyboards type it',
    'ত্রাণ কার্যালয়'.normalize('NFD').replaceAll('\u09af\u09bc', '\u09df'),
    'ত্রাণ কার্যালয়'.normalize('NFC'),
  ],
  ['a quotation mark that a phone has bent', 'দরিদ্র মা’র ভাতা', "দরিদ্র মা'র ভাতা"],
  ['spaces more and signs that nobody sees', ' কাজের  বিনিময়ে\u200c খাদ্য \n', 'কাজের বিনিময়ে খাদ্য'],
])('takes %s for the title', (_what, typed, title) => {
  expect(typed).not.toBe(title);
  expect(sameTitle(typed, title)).toBe(true);
});

it.each(['', 'বয়স্ক', 'বয়স্ক ভাতা ২'])('does not take “%s” for another title', (typed) => {
  expect(sameTitle(typed, 'বয়স্ক ভাতা')).toBe(false);
});
