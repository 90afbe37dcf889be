// `npm run check`: format, lint, types, layers, unused code and schema drift; one line for each.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildModel } from './lib/build-code.ts';
import { runCommand } from './lib/command.ts';
import { launch } from './lib/processes.ts';
import { root } from './lib/root.ts';

interface Check {
  readonly what: string;
  readonly script: readonly string[];
  /** Folder that it runs in, from the root. */
  readonly folder?: string;
}

const tool = (file: string) => join(root, 'node_modules', file);
const types = (project: string) => [tool('typescript/bin/tsc'), '-p', project, '--noEmit'];

const checks: Check[] = [
  { what: 'format and lint', script: [tool('@biomejs/biome/bin/biome'), 'check', '--error-on-warnings'] },
  { what: 'types of content-types', script: types('content-types') },
  { what: 'types of cms', script: types('cms') },
  { what: "types of cms's admin panel", script: types('cms/src/admin') },
  { what: "types of cms's tests", script: types('cms/test') },
  {
    what: 'types of site',
    script: [tool('astro/bin/astro.mjs'), 'check', '--minimumFailingSeverity', 'warning'],
    folder: 'site',
  },
  { what: 'types of scripts and tests', script: types('scripts') },
  { what: 'layers', script: [join(root, 'scripts/check/layers.ts')] },
  { what: 'unused code', script: [tool('knip/bin/knip.js')] },
  { what: 'licences and hashes of dependencies', script: [join(root, 'scripts/sbom.ts'), '--check'] },
  { what: 'CMS schemas', script: [join(root, 'scripts/schemas.ts'), '--check'] },
];

/** How many run at once: most of them keep one core at work. */
const AT_ONCE = 2;

await runCommand(async () => {
  await buildModel(process.env);
  const waiting = [...checks.entries()];
  const work = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const [index, check] = next;
      if (!(await passes(check, join(root, `.cache/logs/check-${index}.log`)))) process.exitCode = 1;
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
});

async function passes({ what, script, folder = '' }: Check, log: string): Promise<boolean> {
  const started = performance.now();
  const passed =
    (await launch({ name: what, script, cwd: join(root, folder), log, dated: false }).exited) === 0;
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(`${passed ? 'pass' : 'FAIL'}  ${what} (${seconds} s)`);
  if (!passed) console.error(readFileSync(log, 'utf8'));
  return passed;
}
