import { describe, expect, it } from 'vitest';
import { checkEntry } from '../src/content/export/check-entry.ts';
import { generate } from './generate.ts';
import { seeded } from './random.ts';
import { vocabulary, writerOf } from './words.ts';

const options = { entries: 600, seed: 1, pictures: ['a.png', 'b.png'] };
const lines = [...generate(options)];

describe('a generated site', () => {
  it('is the same for the same seed and another for another', () => {
    expect([...generate(options)]).toEqual(lines);
    expect([...generate({ ...options, seed: 2 })]).not.toEqual(lines);
  });

  it('has the size that was asked for, half of it in each language', () => {
    expect(lines).toHaveLength(600);
    expect(lines.filter(({ locale }) => locale === 'bn')).toHaveLength(300);
  });

  it('fits the content model, entry by entry', () => {
    for (const line of lines) {
      const { entry, leftOut } = checkEntry(line as Parameters<typeof checkEntry>[0]);
      expect([entry?.key, leftOut]).toEqual([expect.any(String), []]);
    }
  });

  it('has texts from 300 to 2,000 words, references and pictures', () => {
    const stories = lines.filter(({ type }) => type === 'story');
    const lengths = stories.map(({ fields }) => JSON.stringify(fields.body).split(' ').length);
    expect(Math.min(...lengths)).toBeGreaterThan(250);
    expect(Math.max(...lengths)).toBeGreaterThan(1500);
    expect(Math.max(...lengths)).toBeLessThan(2400);
    expect(stories.some(({ fields }) => fields.cover)).toBe(true);
    expect(stories.some(({ fields }) => (fields.programmes as string[]).length > 0)).toBe(true);
    expect(new Set(stories.map(({ fields }) => fields.ministry)).size).toBeGreaterThan(10);
  });
});

describe('its words', () => {
  it.each(['bn', 'en'] as const)('are those of the sample content, few of them often (%s)', (locale) => {
    expect(vocabulary(locale).length).toBeGreaterThan(5000);
    const words = writerOf(locale)(20_000, seeded(1)).split(/[\s.।]+/);
    const counts = new Map<string, number>();
    for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
    const sorted = [...counts.values()].sort((a, b) => b - a);
    const hundred = sorted.slice(0, 100).reduce((sum, count) => sum + count, 0);
    expect(hundred / words.length).toBeGreaterThan(0.25);
    expect(sorted.filter((count) => count === 1).length / sorted.length).toBeGreaterThan(0.3);
  });
});
