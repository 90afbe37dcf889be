import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { describe, expect, it } from 'vitest';
import { root } from './lib/root.ts';
import { secretNames } from './lib/secrets.ts';

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

const guide = readFileSync(join(root, 'docs/operating.md'), 'utf8');

describe('the guide for operators', () => {
  it('names only commands and settings that there are', () => {
    const commands = all(
      /(?:npm run (?:--silent )?|^platform |[`(&] ?platform )([a-z]+(?::[a-z]+)?)(?= |`|$)/gm,
      guide,
    ).flat();
    expect(commands.length).toBeGreaterThan(20);
    for (const name of commands) expect(scripts).toHaveProperty(String(name));
    // What comes then are names of GitHub's.
    const [ours = ''] = guide.split('## Rebuilding on GitHub Actions');
    for (const [name] of [...all(SETTING, ours), ...all(/set_to ([A-Z_]+)/g, ours)]) {
      expect(settings).toContain(name);
    }
  });

  it('leads only to parts and documents that there are', () => {
    const anchors = all(/^## (.+)$/gm, guide).map(([title = '']) =>
      title.toLowerCase().replace(/ /g, '-').replace(/,/g, ''),
    );
    for (const [anchor] of all(/\]\(#([\w-]+)\)/g, guide)) expect(anchors).toContain(anchor);
    for (const [path = ''] of all(/\]\(([\w./-]+)(?:#[\w-]+)?\)/g, guide)) {
      expect(existsSync(join(root, 'docs', path)), path).toBe(true);
    }
  });

  it('makes every secret that production asks for', () => {
    const [, names = ''] = /for NAME in ([\s\S]+?); do/.exec(guide) ?? [];
    expect(names.split(/[\s\\]+/).sort()).toEqual([...secretNames, 'BACKUP_PASSWORD'].sort());
  });
});

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
