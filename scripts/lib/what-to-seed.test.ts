import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { root } from './root.ts';
import { secretNames } from './secrets.ts';
import { typesToSeed } from './what-to-seed.ts';

it.each<[string[], string[]]>([
  [[], []],
  [['story'], ['story']],
  [['--sample'], []],
])('loads what is named outside production: %j', (words, types) => {
  expect(typesToSeed(words, false)).toEqual(types);
});

it.each<[string[], string[]]>([
  [['term'], ['term']],
  [
    ['term', 'ministry', 'committee'],
    ['term', 'ministry', 'committee'],
  ],
  [['--sample', '--sample'], []],
  [['page', '--sample', '--sample'], ['page']],
])('loads facts in production, and examples for whoever says so twice: %j', (words, types) => {
  expect(typesToSeed(words, true)).toEqual(types);
});

it.each([
  [[], 'about a hundred examples'],
  [['--sample'], 'npm run seed -- --sample --sample'],
  [['term', 'page'], 'npm run seed -- term page --sample --sample'],
  [['site-settings', '--sample'], 'the examples of site-settings'],
])('refuses examples in production: %j', (words, message) => {
  expect(() => typesToSeed(words, true)).toThrow(message);
});

it('refuses an option that it does not know', () => {
  expect(() => typesToSeed(['--samples'], false)).toThrow('There is no option --samples');
});

it('refuses before anything is built or stored', () => {
  const secrets = Object.fromEntries(secretNames.map((name) => [name, 'x'.repeat(43)]));
  const addresses = {
    CMS_URL: 'http://127.0.0.1:1',
    SITE_URL: 'http://127.0.0.1:2',
    MAIL_FROM: 'a@b.gov.bd',
  };
  const script = join(root, 'scripts/seed.ts');
  const folder = mkdtempSync(join(tmpdir(), 'seed-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--no-warnings', script], {
    env: {
      PATH: process.env.PATH,
      NODE_ENV: 'production',
      DATA_DIR: join(folder, 'data'),
      ...secrets,
      ...addresses,
    },
    encoding: 'utf8',
  });
  expect([status, stdout]).toEqual([1, '']);
  expect(existsSync(join(folder, 'data'))).toBe(false);
  expect(stderr).toMatch(
    /^In production this would show about a hundred examples to everyone at once\. .*\n$/,
  );
});
