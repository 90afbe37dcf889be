import { types } from 'content-types';
import { describe, expect, it } from 'vitest';
import { completeNew, takeOver } from './take-over';
import type { SharedValues } from './values';

const { programme, story, lesson } = types;
const part = (partKey: string, more: SharedValues = {}): SharedValues => ({
  id: partKey.charCodeAt(0),
  partKey,
  kind: 'cash',
  ...more,
});

describe('what another draft is given', () => {
  it('is nothing where it has the same shared values, in whatever wording the database gives them', () => {
    const is = {
      name: 'ক',
      stages: ['a'],
      partners: [],
      benefits: [part('a', { taka: '500.00', amount: 'পাঁচশ' })],
    };
    const other = {
      name: 'K',
      stages: ['a'],
      partners: null,
      benefits: [part('a', { taka: 500, amount: 'Five' })],
    };
    expect(takeOver(programme.fields, { was: undefined, is }, other)).toBeUndefined();
  });

  it('is never words', () => {
    const is = { name: 'ক', summary: 'খ', where: 'গ', hotline: '১৬২৬৩' };
    expect(takeOver(programme.fields, { was: undefined, is }, {})).toBeUndefined();
  });

  it('is an empty value where it was emptied', () => {
    expect(takeOver(lesson.fields, { was: { minutes: 5 }, is: { minutes: null } }, { minutes: 5 })).toEqual({
      minutes: null,
    });
  });

  it('puts a part that was added behind the one that it follows', () => {
    const was = { benefits: [part('a'), part('b')] };
    const is = { benefits: [part('a'), part('n', { amount: 'নতুন', taka: 5 }), part('b')] };
    const data = takeOver(programme.fields, { was, is }, { benefits: [part('b'), part('a')] });
    const { benefits } = data as { benefits: SharedValues[] };
    expect(benefits.map(({ partKey }) => partKey)).toEqual(['b', 'a', 'n']);
    expect(benefits[2]).toEqual({ partKey: 'n', kind: 'cash', taka: 5, frequency: null });
  });

  it('does not bring a part back that was taken away there before', () => {
    const both = { benefits: [part('a'), part('b')] };
    expect(takeOver(programme.fields, { was: both, is: both }, { benefits: [part('a')] })).toBeUndefined();
  });

  it('keeps a removed part that has words there, and lets one go that never got any', () => {
    const was = { benefits: [part('a'), part('b'), part('c')] };
    const is = { benefits: [part('a')] };
    const other = { benefits: [part('a'), part('b', { amount: 'Words' }), part('c', { amount: '' })] };
    const { benefits } = takeOver(programme.fields, { was, is }, other) as { benefits: SharedValues[] };
    expect(benefits.map(({ partKey }) => partKey)).toEqual(['a', 'b']);
  });

  it('is no part of a list in which nothing is shared', () => {
    const is = { steps: [{ partKey: 's', text: 'ধাপ' }] };
    expect(takeOver(programme.fields, { was: { steps: [] }, is }, { steps: [] })).toBeUndefined();
  });

  it('is a cover without words where one was added, and no cover where it is one without words', () => {
    const cover = { id: 1, image: { id: 7 }, alternative: 'নৌকা' };
    expect(takeOver(story.fields, { was: {}, is: { cover } }, {})).toEqual({ cover: { image: 7 } });
    const saved = { was: { cover }, is: { cover: null } };
    expect(takeOver(story.fields, saved, { cover: { id: 2, image: { id: 7 } } })).toEqual({ cover: null });
    expect(takeOver(story.fields, saved, { cover: { id: 2, alternative: 'A boat' } })).toBeUndefined();
  });
});

describe('a language that is new', () => {
  const first = {
    slug: 'x',
    minutes: 5,
    order: 2,
    quiz: [
      {
        partKey: 'q',
        choice: 'single',
        prompt: 'প্রশ্ন',
        answers: [{ partKey: 'a', correct: true, text: 'হ্যাঁ' }],
      },
    ],
  };

  it('has the shared values that there are, and parts without words', () => {
    expect(completeNew(lesson.fields, { title: 'Lesson', minutes: 9 }, first, ['slug'])).toEqual({
      title: 'Lesson',
      minutes: 5,
      order: 2,
      quiz: [{ partKey: 'q', choice: 'single', answers: [{ partKey: 'a', correct: true }] }],
    });
  });

  it('keeps what it says where nothing is known yet', () => {
    expect(completeNew(lesson.fields, { order: 3 }, { order: null })).toEqual({ order: 3 });
  });
});
