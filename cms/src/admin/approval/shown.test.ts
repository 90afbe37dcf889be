import { describe, expect, it } from 'vitest';
import { textOf } from './shown';

const words = {
  yes: 'Yes',
  no: 'No',
  noAlternative: 'no text alternative',
  alternative: (text: string) => `Text alternative: ${text}`,
  day: (iso: string) => `day ${iso}`,
  moment: (iso: string) => `moment ${iso}`,
  bytes: (size: number) => `${size} bytes`,
};

describe('a value of an entry in words', () => {
  it.each([
    [null, ''],
    [{ as: 'text', text: 'as it is' }, 'as it is'],
    [{ as: 'list', items: ['one', 'two'] }, 'one\ntwo'],
    [{ as: 'date', iso: '2026-11-21' }, 'day 2026-11-21'],
    [{ as: 'moment', iso: '2026-11-21T10:00:00Z' }, 'moment 2026-11-21T10:00:00Z'],
    [{ as: 'yes-no', value: false }, 'No'],
    [
      { as: 'file', name: 'boat.jpg', size: 9, alternative: 'A boat' },
      'boat.jpg (9 bytes)\nText alternative: A boat',
    ],
    [{ as: 'file', name: 'boat.jpg', size: 9 }, 'boat.jpg (9 bytes)\nno text alternative'],
  ] as const)('%o', (shown, text) => expect(textOf(shown, words)).toBe(text));
});
