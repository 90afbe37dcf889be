/**
 * One line of `npm run check`: which part of the code may know which (`.dependency-cruiser.mjs`), and how many
 * files a folder has. The rules hold for `.astro` files too, which dependency-cruiser does not read.
 *
 * Usage: node scripts/check/layers.ts [<folder of a checkout>]
 */
import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { cruise, format, type ICruiseResult } from 'dependency-cruiser';
import config from '../../.dependency-cruiser.mjs';
import { root } from '../lib/root.ts';

/** Where there is code. */
const FOLDERS = ['content-types/src', 'cms/config', 'cms/src', 'site', 'scripts'];
/** Source files in a folder, at most; tests do not count. */
const MOST = 25;
const IMPORT = /^import\b[^'"]*['"](\.[^'"]+)['"]/gm;

/** One file that imports another, both from the checkout's root. */
interface Import {
  readonly from: string;
  readonly to: string;
}

const checkout = resolve(process.argv[2] ?? root);
const folders = FOLDERS.filter((folder) => existsSync(join(checkout, folder)));
const result = await cruise(folders, {
  ...config.options,
  baseDir: checkout,
  validate: true,
  ruleSet: config,
});
const found = result.output as ICruiseResult;
const { output } = await format(found, { outputType: 'err-long' });
const astro = folders.flatMap((folder) => globSync(`${folder}/**/*.astro`, { cwd: checkout }));
const imports = astro.flatMap(importsOf);
const files = [...found.modules.map(({ source }) => source).filter(isSource), ...astro];
const problems = [
  ...(found.summary.error > 0 ? [String(output)] : []),
  ...brokenRules(imports),
  ...circleOfFolders([...imports, ...importsOfModules()]),
  ...fullFolders(files),
];
console.log(problems.join('\n'));
if (problems.length > 0) process.exitCode = 1;

function isSource(path: string): boolean {
  return folders.some((folder) => path.startsWith(`${folder}/`)) && !/(^|\/)(test|node_modules)\//.test(path);
}

function importsOf(from: string): Import[] {
  const text = readFileSync(join(checkout, from), 'utf8');
  return [...text.matchAll(IMPORT)].map(([, to = '']) => ({
    from,
    to: relative(checkout, resolve(checkout, dirname(from), to)),
  }));
}

function importsOfModules(): Import[] {
  return found.modules.flatMap(({ source, dependencies }) => {
    return dependencies.map(({ resolved }) => ({ from: source, to: resolved }));
  });
}

/** What the rules about two paths say of these imports. */
function brokenRules(all: readonly Import[]): string[] {
  return (config.forbidden ?? []).flatMap((rule) => {
    const { from, to } = rule as { from: Paths; to: Paths & { circular?: boolean } };
    if (to.circular) return [];
    const broken = all.filter((one) => matches(one.from, from) && matches(one.to, to));
    return broken.map((one) => `  error ${rule.name}: ${one.from} → ${one.to}\n    ${rule.comment}`);
  });
}

/** Regular expressions, as in a rule of dependency-cruiser. */
interface Paths {
  readonly path?: string;
  readonly pathNot?: string;
}

function matches(file: string, { path, pathNot }: Paths): boolean {
  const isNamed = path === undefined || new RegExp(path).test(file);
  return isNamed && !(pathNot !== undefined && new RegExp(pathNot).test(file));
}

/** A circle of the site's folders in which an `.astro` file has a part. */
function circleOfFolders(all: readonly Import[]): string[] {
  const known = new Map<string, Set<string>>();
  for (const { from, to } of all) {
    const [a, b] = [dirname(from), dirname(to)];
    if (
      `${a}/`.startsWith(`${b}/`) ||
      b.startsWith(`${a}/`) ||
      ![a, b].every((folder) => /^site\/src(\/|$)/.test(folder))
    )
      continue;
    known.set(a, (known.get(a) ?? new Set()).add(b));
  }
  const done = new Set<string>();
  const follow = (folder: string, way: readonly string[]): string[] | undefined => {
    const start = way.indexOf(folder);
    if (start >= 0) return [...way.slice(start), folder];
    if (done.has(folder)) return undefined;
    done.add(folder);
    for (const next of known.get(folder) ?? []) {
      const circle = follow(next, [...way, folder]);
      if (circle) return circle;
    }
    return undefined;
  };
  for (const folder of known.keys()) {
    const circle = follow(folder, []);
    if (circle)
      return [`  error no-circle-of-folders: ${circle.join(' → ')}\n    ${comment('no-circle-of-folders')}`];
  }
  return [];
}

function comment(name: string): string {
  return config.forbidden?.find((rule) => rule.name === name)?.comment ?? '';
}

function fullFolders(all: readonly string[]): string[] {
  const counts = new Map<string, number>();
  for (const file of all) counts.set(dirname(file), (counts.get(dirname(file)) ?? 0) + 1);
  return [...counts]
    .filter(([, count]) => count > MOST)
    .map(([folder, count]) => {
      const words = `Put what belongs together into folders of its own: ${MOST} is the most, tests not counted.`;
      return `  error full-folder: ${folder} has ${count} source files\n    ${words}`;
    });
}
