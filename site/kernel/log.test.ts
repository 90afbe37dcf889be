import { mkdtemp, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { jsonLog } from './log.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'log-'));
});
afterEach(() => rm(folder, { recursive: true }));

it('adds one JSON object for each line, with its time', async () => {
  const file = join(folder, 'logs/builder.jsonl');
  const log = jsonLog(file);
  log({ level: 'info', event: 'step', build: 'b1', words: 'two\nlines' });
  log({ level: 'error', event: 'build-failed', build: 'b1' });
  expect(((await stat(join(folder, 'logs'))).mode & 0o777).toString(8)).toBe('700');
  const lines = (await readFile(file, 'utf8')).trimEnd().split('\n');
  expect(lines.map((line) => JSON.parse(line))).toEqual([
    {
      time: expect.stringMatching(/^\d{4}-.*Z$/),
      level: 'info',
      event: 'step',
      build: 'b1',
      words: 'two\nlines',
    },
    { time: expect.anything(), level: 'error', event: 'build-failed', build: 'b1' },
  ]);
});

it('begins anew while it is written, keeps the last ones and loses no line', async () => {
  const file = join(folder, 'builder.jsonl');
  const log = jsonLog(file);
  const words = 'x'.repeat(999_900);
  const COUNT = 170;
  for (let number = 0; number < COUNT; number += 1) log({ level: 'info', event: 'step', number, words });
  const names = ['builder.jsonl', ...Array.from({ length: 14 }, (_, index) => `builder.jsonl.${index + 1}`)];
  expect((await readdir(folder)).sort()).toEqual([...names].sort());
  const numbers: number[] = [];
  for (const name of [...names.slice(1).reverse(), 'builder.jsonl']) {
    const { size, mode } = await stat(join(folder, name));
    expect(size).toBeLessThanOrEqual(10_000_000);
    expect((mode & 0o777).toString(8)).toBe('600');
    const lines = (await readFile(join(folder, name), 'utf8')).trimEnd().split('\n');
    numbers.push(...lines.map((line) => JSON.parse(line).number));
  }
  // The first lines were in logs that are kept no longer.
  expect(numbers).toEqual(
    Array.from({ length: numbers.length }, (_, index) => COUNT - numbers.length + index),
  );
  expect(numbers.length).toBeGreaterThan(135);
});

it('begins anew each day in UTC', async () => {
  const file = join(folder, 'builder.jsonl');
  const log = jsonLog(file);
  log({ level: 'info', event: 'yesterday' });
  const yesterday = new Date(Date.now() - 86_400_000);
  await utimes(file, yesterday, yesterday);
  log({ level: 'info', event: 'today' });
  log({ level: 'info', event: 'later' });
  expect(await readFile(`${file}.1`, 'utf8')).toContain('yesterday');
  expect((await readFile(file, 'utf8')).trimEnd().split('\n')).toHaveLength(2);
});

it('stops nothing when it cannot be written', async () => {
  await writeFile(join(folder, 'logs'), 'a file where the folder should be');
  jsonLog(join(folder, 'logs/builder.jsonl'))({ level: 'info', event: 'step' });
});
