import { describe, expect, it } from 'vitest';
import { isAddress, oneLine, quoted } from './safe.ts';

describe('a title among our words', () => {
  it('is one line without hidden signs', () => {
    expect(oneLine('Allowance\r\nBcc: all@example.org\u2028\u0000')).toBe('Allowance Bcc: all@example.org');
    expect(oneLine('evil \u202Egpj.exe\u2066 \u200Bname')).toBe('evil gpj.exe name');
  });

  it('keeps the joiners that Bengali is written with', () => {
    const title = 'র\u200Dযাব ও শক্\u200Cতি';
    expect(oneLine(title)).toBe(title);
  });

  it('is cut between letters, not inside them', () => {
    expect(oneLine('স্ত্রী'.repeat(10), 4)).toMatch(/^(স্ত্রী)+…$/);
    expect(oneLine(`a${'\u0301'.repeat(10_000)}`, 4).length).toBeLessThan(100);
  });
});

it('quotes each line of a comment, so that none can be taken for ours', () => {
  expect(quoted('Please mend:\r\n\r\nOpen: https://example.org/\u202Ex')).toBe(
    '> Please mend:\n> \n> Open: https://example.org/ x',
  );
});

it.each([
  ['a@example.org', true],
  ['a@example.org, b@example.org', false],
  ['a@example.org\r\nBcc: b@example.org', false],
  ['a@example.org\n', false],
  ['A <a@example.org>', false],
  ['a@localhost', false],
  [['a@example.org', 'b@example.org'], false],
  [{ address: 'a@example.org' }, false],
  ['', false],
])('takes %j for one mailbox: %s', (value, expected) => {
  expect(isAddress(value)).toBe(expected);
});
