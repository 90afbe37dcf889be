import { globSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { root } from '../root.ts';

/** The code that runs in production, where `npm prune --omit=dev` was run, by the package.json that names what it needs. */
const CODE: Readonly<Record<string, readonly string[]>> = {
  'content-types': ['content-types/src/**/*.ts'],
  cms: ['cms/src/**/*.ts', 'cms/config/*.ts'],
  site: ['site/{builder,renderer,serving,src}/**/*.{ts,astro}', 'site/*.{ts,mjs}'],
};
/** Compiled into the panel beforehand, and tests. */
const NOT_RUN = /\.test\.ts$|^cms\/src\/admin\/|^site\/renderer\/compare/;
/** A package's name, from what is imported, required or looked for in it. */
const NAMED =
  /(?:^import (?!type)[^;'"]*?(?:from )?|^export [^;'"]*? from |\bimport\(|\brequire(?:\.resolve)?\()['"]((?:@[\w.-]+\/)?[\w-][\w.-]*)/gm;

const dependenciesOf = (workspace: string): string[] =>
  Object.keys(JSON.parse(readFileSync(join(root, workspace, 'package.json'), 'utf8')).dependencies ?? {});

describe.each(Object.keys(CODE))('a slim install has all that %s needs', (workspace) => {
  it('at run time', () => {
    const installed = new Set([
      ...dependenciesOf(workspace),
      ...dependenciesOf('.'),
      ...builtinModules,
      workspace,
    ]);
    const missing = new Set<string>();
    const files = globSync([...(CODE[workspace] ?? [])], { cwd: root }).filter((file) => !NOT_RUN.test(file));
    expect(files.length).toBeGreaterThan(5);
    for (const file of files) {
      for (const [, name = ''] of readFileSync(join(root, file), 'utf8').matchAll(NAMED)) {
        if (!name.startsWith('node:') && !installed.has(name) && name !== 'node')
          missing.add(`${name} (${file})`);
      }
    }
    expect([...missing]).toEqual([]);
  });
});
