import { describe, expect, it } from 'vitest';
import { convert, type StoredValue } from './convert';

const as = (type: string, value: StoredValue, length: number | null = null) =>
  convert(value, { name: 'column', type, length });

describe('a value of SQLite on PostgreSQL', () => {
  it.each([
    ['boolean', 1n, 'true'],
    ['boolean', 0n, 'false'],
    ['boolean', null, null],
    ['timestamp without time zone', 1_893_529_800_000n, '2030-01-01T20:30:00.000Z'],
    ['timestamp without time zone', '2030-01-01 20:30:00', '2030-01-01T20:30:00.000Z'],
    ['timestamp with time zone', '2030-01-01T20:30:00.123Z', '2030-01-01T20:30:00.123Z'],
    ['date', '2018-09-27', '2018-09-27'],
    ['date', 1_538_006_400_000n, '2018-09-27'],
    ['time without time zone', '09:30:00.000', '09:30:00.000'],
    ['integer', 2_147_483_647n, '2147483647'],
    ['bigint', 9_007_199_254_740_993n, '9007199254740993'],
    ['numeric', 7.25, '7.25'],
    ['double precision', 3n, '3'],
    ['text', 'বয়স্ক ভাতা', 'বয়স্ক ভাতা'],
    ['text', 12n, '12'],
    ['jsonb', '{"a":[1,"ক"]}', '{"a":[1,"ক"]}'],
    ['jsonb', '"\\\\u0000"', '"\\\\u0000"'],
    ['jsonb', 5n, '5'],
  ] as const)('as %s: %s', (type, value, wanted) => {
    expect(as(type, value)).toBe(wanted);
  });

  it.each([
    ['boolean', 2n, /neither yes nor no/],
    ['boolean', '', /neither yes nor no/],
    ['timestamp without time zone', 'soon', /no moment/],
    ['integer', 2_147_483_648n, /too large/],
    ['integer', 1.5, /no whole number/],
    ['numeric', 'x', /no number/],
    ['text', 'a\0b', /NUL/],
    ['text', Buffer.from('x'), /bytes/],
    ['jsonb', '{', /no JSON/],
    ['jsonb', '["a\\u0000b"]', /NUL/],
    ['jsonb', '{"\\ud83d":1}', /half a character/],
    ['point', '1', /does not know/],
  ] as const)('is refused as %s: %s', (type, value, message) => {
    expect(() => as(type, value)).toThrow(message);
  });

  it('is measured in characters, as PostgreSQL does', () => {
    expect(as('character varying', '😀'.repeat(3), 3)).toBe('😀😀😀');
    expect(() => as('character varying', 'ভাতা', 3)).toThrow('more than 3 characters');
  });
});
