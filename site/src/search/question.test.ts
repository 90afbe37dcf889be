import { expect, it } from 'vitest';
import { questionOfAddress } from './question.ts';

it('reads words and filters from an address', () => {
  expect(questionOfAddress('?q=old+age&type=programme&ministry=msw&utm=x')).toEqual({
    text: 'old age',
    filters: { type: 'programme', ministry: 'msw' },
    query: '?q=old+age&type=programme&ministry=msw',
  });
});

it('asks nothing when the address holds nothing', () => {
  for (const search of ['', '?', '?q=', '?q=+&type=']) expect(questionOfAddress(search).query).toBe('');
});

it('asks for one form of Bengali letters, however they were typed', () => {
  const [composed, decomposed] = ['ভো', 'ভো'];
  expect(questionOfAddress(`?q=${decomposed}`)).toEqual(questionOfAddress(`?q=${composed}`));
});
