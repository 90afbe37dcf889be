import { expect, it } from 'vitest';
import { csvLine } from './csv';

it('quotes every cell and doubles quotation marks', () => {
  expect(csvLine([1, 'a,b', 'say “x”', 'say "x"', 'two\nlines', null])).toBe(
    '"1","a,b","say “x”","say ""x""","two\nlines",""\r\n',
  );
});

it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', ' =1', '\n=1'])(
  'makes text of %j, which a spreadsheet would compute',
  (formula) => {
    expect(csvLine([formula])).toBe(`"'${formula}"\r\n`);
  },
);
