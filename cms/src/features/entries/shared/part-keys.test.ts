import { types } from 'content-types';
import { describe, expect, it } from 'vitest';
import { settlePartKeys } from './part-keys';
import type { SharedValues } from './values';

const { fields } = types.programme;
const list = (...benefits: SharedValues[]): SharedValues => ({ benefits });
const cash = (taka: number, more: SharedValues = {}): SharedValues => ({ kind: 'cash', taka, ...more });
const stored = (...takas: number[]) =>
  list(...takas.map((taka, index) => cash(taka, { id: index + 1, partKey: `k${index + 1}` })));

function keys(
  data: SharedValues,
  own: SharedValues | undefined,
  ...others: SharedValues[]
): (string | undefined)[] {
  const { benefits } = settlePartKeys(fields, data, { own, others }) as { benefits: { partKey?: string }[] };
  return benefits.map(({ partKey }) => (partKey?.match(/^k\d$/) ? partKey : 'new'));
}

describe('a part', () => {
  it('keeps the key of the stored part that it names by its number, whatever key it brings', () => {
    expect(keys(list(cash(9, { id: 2, partKey: 'k1' }), cash(9, { id: '1' })), stored(1, 2))).toEqual([
      'k2',
      'k1',
    ]);
  });

  it('keeps the key that it brings, but the first alone', () => {
    expect(keys(list(cash(1, { partKey: 'k7' }), cash(2, { partKey: 'k7' })), undefined)).toEqual([
      'k7',
      'new',
    ]);
  });

  it.each(['', 'with space', 'x'.repeat(41)])('gets a new key for “%s”', (partKey) => {
    expect(keys(list(cash(1, { partKey })), undefined)).toEqual(['new']);
  });

  it('is new beside others that have numbers, though it shares values with one that goes', () => {
    expect(keys(list(cash(1, { id: 1 }), cash(2)), stored(1, 2))).toEqual(['k1', 'new']);
  });

  it('is taken for one of the other language with the same values, at the same place first', () => {
    expect(keys(list(cash(500, { id: 8 }), cash(600)), list(), stored(600, 600))).toEqual(['new', 'k2']);
  });

  it('is not taken for one of the other language with other values', () => {
    expect(keys(list(cash(700)), list(), stored(600))).toEqual(['new']);
  });
});

describe('a language that is new', () => {
  it('takes what is left for the same in its order if it is as many', () => {
    expect(keys(list(cash(700), cash(1)), undefined, stored(1, 600))).toEqual(['k2', 'k1']);
  });

  it('leaves it apart otherwise', () => {
    expect(keys(list(cash(700)), undefined, stored(1, 600))).toEqual(['new']);
  });
});

it('matches the parts of a zone by values that they have, and never by having none', () => {
  const { body } = settlePartKeys(
    types.story.fields,
    {
      body: [
        { __component: 'body.text', content: [] },
        { __component: 'shared.figure', image: 7 },
      ],
    },
    {
      own: undefined,
      others: [
        {
          body: [
            { __component: 'body.text', content: [], partKey: 'k1' },
            { __component: 'shared.figure', image: { id: 7 }, partKey: 'k2' },
          ],
        },
      ],
    },
  ) as { body: { partKey: string }[] };
  expect(body[0]?.partKey).not.toBe('k1');
  expect(body[1]?.partKey).toBe('k2');
});
