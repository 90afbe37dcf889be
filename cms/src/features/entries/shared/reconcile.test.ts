import { types } from 'content-types';
import { describe, expect, it } from 'vitest';
import { reconcile } from './reconcile';
import type { SharedValues } from './values';

const { fields } = types.lesson;
const lesson = (minutes: number | null): SharedValues => ({ minutes });
const outcome = (bn: [number | null, number | null], en: [number | null, number | null]) => {
  const side = ([draft, live]: [number | null, number | null]) => ({
    draft: lesson(draft),
    live: live === null ? undefined : lesson(live),
  });
  const { data, disagreements } = reconcile(fields, side(bn), side(en));
  return [data[0]?.minutes, data[1]?.minutes, disagreements[0]?.kept];
};

describe('two drafts that disagree', () => {
  it.each([
    ['agree already', [5, 5], [5, 5], [undefined, undefined, undefined]],
    ['were never live: the first one’s value holds', [5, null], [6, null], [undefined, 5, 5]],
    ['are as they are live: the first one’s value holds', [5, 5], [6, 6], [undefined, 5, 5]],
    ['changed in the second alone: that is the newest', [5, 5], [7, 5], [7, undefined, 7]],
    ['changed in the first alone: that is the newest', [7, 5], [6, 6], [undefined, 7, 7]],
    ['changed in both: the first one’s holds', [7, 5], [8, 5], [undefined, 7, 7]],
    ['say it in the second alone', [null, null], [6, null], [6, undefined, 6]],
  ] as const)('%s', (_what, bn, en, expected) => {
    expect(outcome([...bn], [...en])).toEqual(expected);
  });

  it('keep a no that the first one says', () => {
    const quiz = (correct: boolean) => ({
      quiz: [{ id: 1, partKey: 'q', answers: [{ id: 2, partKey: 'a', correct }] }],
    });
    const { data, disagreements } = reconcile(
      fields,
      { draft: quiz(false), live: undefined },
      { draft: quiz(true), live: undefined },
    );
    expect(disagreements.map(({ path }) => path)).toEqual(['quiz.0.answers.0.correct']);
    expect(data).toEqual([
      undefined,
      { quiz: [{ id: 1, partKey: 'q', answers: [{ id: 2, partKey: 'a', correct: false }] }] },
    ]);
  });

  it('leave a part alone that only one of them has', () => {
    const list = (key: string) => ({ quiz: [{ id: 1, partKey: key, choice: key }] });
    expect(
      reconcile(fields, { draft: list('a'), live: undefined }, { draft: list('b'), live: undefined }),
    ).toEqual({
      data: [undefined, undefined],
      disagreements: [],
    });
  });
});
