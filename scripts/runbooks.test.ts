import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { describe, expect, it } from 'vitest';
import { root } from './lib/root.ts';

const folder = join(root, 'docs/runbooks');
const runbooks = globSync('*.md', { cwd: folder })
  .filter((name) => name !== 'README.md')
  .map((name) => [name, readFileSync(join(folder, name), 'utf8')] as const);
const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const settings = Object.keys(parseEnv(readFileSync(join(root, '.env.example'), 'utf8')));

/** In capitals with an underscore: a setting, or a variable of Node's. */
const SETTING = /`([A-Z]+(?:_[A-Z]+)+)`/g;
const REHEARSED = /`((?:cms|site|scripts)\/[\w./-]+\.test\.ts)` “([^”]+)”/g;

const all = (pattern: RegExp, text: string) => [...text.matchAll(pattern)].map((match) => match.slice(1));

describe.each(runbooks)('the runbook %s', (_, text) => {
  it('names only commands, settings and runbooks that there are', () => {
    for (const [name] of all(/npm run ([a-z:]+)/g, text)) expect(scripts).toHaveProperty(String(name));
    for (const [name] of all(SETTING, text)) expect(settings).toContain(name);
    for (const [file] of all(/\]\(([\w-]+\.md)\)/g, text))
      expect(existsSync(join(folder, String(file)))).toBe(true);
  });

  it('is rehearsed by tests that there are', () => {
    const rehearsed = all(REHEARSED, text);
    expect(rehearsed.length).toBeGreaterThan(0);
    for (const [file = '', test = ''] of rehearsed) {
      expect(readFileSync(join(root, file), 'utf8')).toContain(test.replace(/\s+/g, ' '));
    }
  });

  it('is a page', () => {
    expect(text.split(/\s+/).length).toBeLessThan(600);
  });
});

it('are all in the list of runbooks', () => {
  const list = readFileSync(join(folder, 'README.md'), 'utf8');
  for (const [name] of runbooks) expect(list).toContain(`(${name})`);
});
