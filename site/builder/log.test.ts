import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
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

it('begins anew when it has grown large, and keeps the one before', async () => {
  const file = join(folder, 'builder.jsonl');
  await writeFile(file, 'x'.repeat(10_000_001));
  jsonLog(file)({ level: 'info', event: 'step' });
  expect((await readdir(folder)).sort()).toEqual(['builder.jsonl', 'builder.jsonl.previous']);
  expect((await readFile(file, 'utf8')).length).toBeLessThan(200);
});

it('stops nothing when it cannot be written', async () => {
  await writeFile(join(folder, 'logs'), 'a file where the folder should be');
  jsonLog(join(folder, 'logs/builder.jsonl'))({ level: 'info', event: 'step' });
});
