import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { root } from '../lib/root.ts';

let checkout: string;
beforeEach(async () => {
  checkout = await mkdtemp(join(tmpdir(), 'layers-'));
});
afterEach(() => rm(checkout, { recursive: true }));

/** Checks a checkout of these files. */
async function check(files: Readonly<Record<string, string>>): Promise<{ status: number; said: string }> {
  for (const [file, text] of Object.entries(files)) {
    await mkdir(dirname(join(checkout, file)), { recursive: true });
    await writeFile(join(checkout, file), text);
  }
  const script = join(root, 'scripts/check/layers.ts');
  return new Promise((done) =>
    execFile(process.execPath, [script, checkout], (error, stdout, stderr) =>
      done({ status: Number(error?.code ?? 0), said: stdout + stderr }),
    ),
  );
}

const EMPTY = 'export const value = 1;\n';

it('lets what is below be imported, types included', async () => {
  const { status, said } = await check({
    'site/kernel/files.ts': EMPTY,
    'site/release/pin.ts':
      "import type { value } from '../kernel/files.ts';\nexport type Value = typeof value;\n",
    'site/serve/serve.ts': "import type { Value } from '../release/pin.ts';\nexport const two: Value = 1;\n",
  });
  expect(said.trim()).toBe('');
  expect(status).toBe(0);
});

it('names a breach of the layers and says what to do about it', async () => {
  const { status, said } = await check({
    'site/build/report.ts': 'export interface Report { readonly ok: boolean }\n',
    'site/serve/health.ts':
      "import type { Report } from '../build/report.ts';\nexport type Health = Report;\n",
    'site/src/templates/Page.astro':
      "---\nimport { value } from '../../kernel/files.ts';\n---\n<p>{value}</p>\n",
    'site/kernel/files.ts': EMPTY,
  });
  expect(status).toBe(1);
  expect(said).toContain('serve-apart-from-build: site/serve/health.ts → site/build/report.ts');
  expect(said).toContain('pages-apart-from-build: site/src/templates/Page.astro → site/kernel/files.ts');
  expect(said.replace(/\s+/g, ' ')).toContain('move what both need into site/release/ or site/kernel/');
});

it('finds circles of files and of folders, through components too', async () => {
  const { status, said } = await check({
    'site/build/plan/a.ts': "import '../check/b.ts';\n",
    'site/build/check/b.ts': EMPTY,
    'site/build/check/c.ts': "import '../plan/d.ts';\n",
    'site/build/plan/d.ts': "import './e.ts';\n",
    'site/build/plan/e.ts': "import './d.ts';\n",
    'site/src/view/look.ts': "import List from '../lists/List.astro';\nexport default List;\n",
    'site/src/lists/List.astro': "---\nimport { name } from '../view/name.ts';\n---\n<p>{name}</p>\n",
    'site/src/view/name.ts': "export const name = '';\n",
  });
  expect(status).toBe(1);
  expect(said).toMatch(/no-circle-of-files: site\/build\/plan\/[de]\.ts →/);
  expect(said).toMatch(/no-circle-of-folders: site\/build\/(plan|check) →/);
  expect(said).toMatch(/no-circle-of-folders: site\/src\/(view|lists) → /);
});

it('counts the source files of a folder, tests apart', async () => {
  const names = Array.from({ length: 25 }, (_, at) => `site/kernel/f${at}`);
  const full = Object.fromEntries(
    names.flatMap((name) => [
      [`${name}.ts`, EMPTY],
      [`${name}.test.ts`, EMPTY],
    ]),
  );
  expect(await check(full)).toMatchObject({ status: 0 });
  const { status, said } = await check({ 'site/kernel/Last.astro': '' });
  expect(status).toBe(1);
  expect(said).toContain('full-folder: site/kernel has 26 source files');
});

it('keeps a feature of the CMS to the index of another, and the kernel below all', async () => {
  const { status, said } = await check({
    'cms/src/kernel/jobs.ts': "import '../features/mail';\n",
    'cms/src/features/mail/index.ts': EMPTY,
    'cms/src/features/mail/queue.ts': EMPTY,
    'cms/src/features/audit/record.ts': "import '../mail/queue';\n",
    'cms/src/features/audit/words.ts': "import '../mail';\n",
    'cms/src/server/routes.ts': EMPTY,
    'cms/src/features/backup/run.ts': "import '../../server/routes';\n",
    'cms/src/admin/page.ts': "import { value } from '../features/mail/queue';\nexport const two = value;\n",
  });
  expect(status).toBe(1);
  const breaches = [...said.matchAll(/error (cms-[\w-]+): (\S+)/g)].map(
    ([, rule, file]) => `${rule} ${file}`,
  );
  expect(breaches.toSorted()).toEqual([
    'cms-admin-apart cms/src/admin/page.ts',
    'cms-features-below-server cms/src/features/backup/run.ts',
    'cms-features-by-their-index cms/src/features/audit/record.ts',
    'cms-kernel-at-the-bottom cms/src/kernel/jobs.ts',
  ]);
});
