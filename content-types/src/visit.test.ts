import { describe, expect, it } from 'vitest';
import { partsOf, pathInWords, rewrite, types, visit, visitBlocks, visitFields } from './index.ts';

const picture = { file: 'a.jpg', name: 'a', mime: 'image/jpeg', size: 1 };
/** As the CMS stores it; the export says `component` instead. */
const story = {
  title: 'T',
  byline: null,
  cover: { alternative: 'Boat', image: picture },
  body: [
    { __component: 'body.text', content: [] },
    { __component: 'shared.figure', image: picture, alternative: 'River' },
    { __component: 'body.html', html: '<b>' },
  ],
};
const lesson = { quiz: [{ prompt: 'Why?', answers: [{ text: 'A' }, { text: 'B', correct: true }] }] };
const pathsOf = (values: Iterable<{ path: readonly (string | number)[] }>) =>
  [...values].map(({ path }) => path.join('.'));

describe('the walk over an entry', () => {
  it('comes to every value in the order of the model, inside parts of all kinds', () => {
    expect(pathsOf(visit(types.story.fields, story))).toEqual([
      'title',
      'cover',
      'cover.image',
      'cover.alternative',
      'body',
      'body.0.content',
      'body.1.image',
      'body.1.alternative',
    ]);
    const exported = { body: [{ component: 'body.text', content: [] }] };
    expect(pathsOf(visit(types.story.fields, exported))).toEqual(['body', 'body.0.content']);
  });

  it('knows what each value is inside of, at any depth', () => {
    const last = [...visit(types.lesson.fields, lesson)].at(-1);
    expect(last?.path).toEqual(['quiz', 0, 'answers', 1, 'correct']);
    expect(last?.within?.path).toEqual(['quiz', 0, 'answers']);
    expect(last?.within?.within?.path).toEqual(['quiz']);
    expect(pathInWords(last?.path ?? [])).toBe('quiz 1 › answers 2 › correct');
  });

  it('comes to what is missing where that is asked for', () => {
    const all = pathsOf(visit(types.story.fields, story, { absent: true }));
    expect(all).toContain('byline');
    expect(all).toContain('cover.caption');
    expect(all).not.toContain('video.0');
  });

  it('comes to every field of the model without any entry', () => {
    const attributes = [...visitFields(types.lesson.fields)].map(({ label }) => label.en);
    expect(attributes).toEqual(expect.arrayContaining(['Quiz', 'Answers', 'Correct']));
  });
});

describe('the rewriting of an entry', () => {
  it('keeps what the model knows and nothing else, in lists and groups as they were', () => {
    const same = rewrite(
      types.story.fields,
      { ...story, documentId: 'x' },
      {
        value: ({ field, value }, parts) => (field.components ? parts() : (value ?? undefined)),
      },
    );
    expect(same).toEqual({
      title: 'T',
      cover: story.cover,
      body: [{ content: [] }, { image: picture, alternative: 'River' }, {}],
    });
  });

  it('leaves out the parts and values that it is told to', () => {
    const without = rewrite(types.story.fields, story, {
      value: ({ name, field, value }, parts) =>
        name === 'title' ? undefined : field.components ? parts() : value,
      part: ({ component, path }, fields) => (component && path[1] !== 0 ? fields() : undefined),
    });
    expect(without).toEqual({
      byline: null,
      cover: story.cover,
      body: [{ image: picture, alternative: 'River' }],
    });
  });
});

it('tells a part that may not stand where it does', () => {
  const [body] = [...visit(types.story.fields, { body: story.body })];
  expect(body && partsOf(body).map(({ component }) => component?.uid)).toEqual([
    'body.text',
    'shared.figure',
    undefined,
  ]);
});

it('comes to every node of formatted text', () => {
  const text = { type: 'text', text: 'x' };
  const link = { type: 'link', url: '/', children: [text] };
  const list = { type: 'list', children: [{ type: 'list-item', children: [link] }] };
  const nodes = [...visitBlocks([{ type: 'paragraph', children: [text] }, list, 'odd'])];
  expect(nodes.map(({ type }) => type)).toEqual(['paragraph', 'text', 'list', 'list-item', 'link', 'text']);
});
