import { globSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { root } from './lib/root.ts';

/** What runs anywhere, and what people see, must not depend on the zone that a machine or a browser is set to. */

const OWN_CLOCK =
  /\.(?:get|set)(?:FullYear|Month|Date|Day|Hours|Minutes)\(|\.getTimezoneOffset\(|\.to(?:Locale)?(?:Date|Time)String\(/;
/** A day of UTC, which in Dhaka ends at six in the morning. */
const DAY_OF_UTC = /new Date\(\)\.toISOString\(\)\.slice\(0, 10\)/;
const FORMATS = /\b(?:Intl\.DateTimeFormat|formatDate|formatTime)\(/g;

const files = globSync('{content-types,cms,site,scripts}/**/*.{ts,tsx,mjs,js,astro}', {
  cwd: root,
  exclude: [
    '**/node_modules',
    '**/dist',
    '**/build',
    '**/.*',
    '**/test',
    '**/bench',
    'scripts/load',
    'scripts/memory',
    '**/*.test.ts',
  ],
});

it.each(files)('%s names the zone of each date', async (file) => {
  const text = await readFile(join(root, file), 'utf8');
  const lines = text.split('\n').filter((line) => OWN_CLOCK.test(line) || DAY_OF_UTC.test(line));
  expect(lines).toEqual([]);
  for (const { index } of text.matchAll(FORMATS)) expect(callAt(text, index)).toContain('timeZone');
});

/** A call with all of its arguments. */
function callAt(text: string, from: number): string {
  let depth = 0;
  for (let at = text.indexOf('(', from); at < text.length; at += 1) {
    if (text[at] === '(') depth += 1;
    if (text[at] === ')') depth -= 1;
    if (depth === 0) return text.slice(from, at + 1);
  }
  return text.slice(from);
}
