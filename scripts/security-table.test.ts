import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { root } from './lib/root.ts';

const text = readFileSync(join(root, 'docs/SECURITY.md'), 'utf8');
const named = [...text.matchAll(/`([^`]+\.tsx?) › ([^`]+)`/g)].map(([, file = '', name = '']) => ({
  file,
  name,
}));

it('names only tests that there are', () => {
  expect(named.length).toBeGreaterThan(50);
  const wrong = named.filter(({ file, name }) => {
    const path = join(root, file);
    return !existsSync(path) || !readFileSync(path, 'utf8').includes(name);
  });
  expect(wrong).toEqual([]);
});

it('says of every requirement whether it is met', () => {
  const rows = text.split('\n').filter((line) => /^\| \d+\.\d+\.\d+/.test(line));
  expect(rows.length).toBeGreaterThan(100);
  for (const row of rows) expect(row).toMatch(/^\| [\d., –]+ \| [^|]+ \| (yes|partly|no|operator|–) \|/);
});
