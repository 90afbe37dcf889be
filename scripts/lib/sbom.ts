import { execFileSync } from 'node:child_process';
import { delimiter } from 'node:path';
import { Problem } from './problem.mjs';
import { root } from './root.ts';

/** What is read of a bill of materials in CycloneDX (https://cyclonedx.org/docs/1.5/json/). */
export interface Sbom {
  readonly bomFormat: 'CycloneDX';
  readonly components: readonly SbomComponent[];
}

export interface SbomComponent {
  readonly name: string;
  readonly version: string;
  readonly hashes?: readonly { readonly alg: string; readonly content: string }[];
  readonly licenses?: readonly {
    readonly license?: { readonly id?: string; readonly name?: string };
    readonly expression?: string;
  }[];
}

/** What is read of package-lock.json. */
export interface Lockfile {
  readonly packages: Readonly<Record<string, { readonly version?: string; readonly link?: boolean }>>;
}

/** Licences under which what we give away may contain a package, or use it (https://spdx.org/licenses/). */
const LICENCES = [
  '0BSD',
  'AFL-2.1',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'CC-BY-3.0',
  'CC-BY-4.0',
  'CC0-1.0',
  'ISC',
  // sharp's libvips, linked at run time.
  'LGPL-3.0-or-later',
  'MIT',
  'MIT-0',
  'MPL-2.0',
  'OFL-1.1',
  'Python-2.0',
  'Unlicense',
  'WTFPL',
  'Zlib',
];

/** Packages whose package.json names no licence that npm understands, and what their licence file says. */
const READ_BY_HAND: Readonly<Record<string, string>> = {
  limiter: 'MIT',
  only: 'MIT',
  'passport-local': 'MIT',
  'passport-strategy': 'MIT',
  pause: 'MIT',
  'png-js': 'MIT',
  'spawn-command': 'MIT',
};
/** Strapi's Community Edition is MIT; only what lies in `ee/` is not, and is not switched on. */
const STRAPI = /^@strapi\//;
/** The folders of this repository. */
const OWN = ['cms', 'content-types', 'site'];

/**
 * The bill of materials of what is installed by package-lock.json, as npm itself makes it.
 * @throws {Problem} with npm's own words
 */
export function makeSbom(): string {
  const PATH = (process.env.PATH ?? '')
    .split(delimiter)
    .filter((folder) => !folder.startsWith(root))
    .join(delimiter);
  try {
    return execFileSync('npm', ['sbom', '--sbom-format=cyclonedx', '--package-lock-only'], {
      cwd: root,
      encoding: 'utf8',
      env: { ...process.env, PATH },
      maxBuffer: 64 * 2 ** 20,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  } catch (error) {
    const { stderr = '' } = error as { stderr?: string };
    throw new Problem(`npm could not make the bill of materials; it needs npm 10 or newer.\n${stderr}`);
  }
}

/**
 * What is wrong with a bill of materials, a line each: packages of the lockfile that it leaves out, that
 * have no hash to be checked by, or whose licence nobody has looked at.
 */
export function sbomProblems({ components }: Sbom, { packages }: Lockfile): string[] {
  const named = new Set(components.map(({ name, version }) => `${name}@${version}`));
  const missing = Object.entries(packages)
    .filter(([path, { link }]) => path.includes('node_modules/') && !link)
    .map(([path, { version }]) => `${path.slice(path.lastIndexOf('node_modules/') + 13)}@${version}`)
    .filter((name) => !named.has(name))
    .map((name) => `${name} is not in it`);
  const foreign = components.filter(({ name }) => !OWN.includes(name));
  const unhashed = foreign
    .filter(({ hashes = [] }) => hashes.length === 0)
    .map(({ name, version }) => `${name}@${version} has no hash`);
  const unlicensed = foreign
    .filter((component) => !isLicensed(component))
    .map(
      (component) =>
        `${component.name}@${component.version} is under ${licenceOf(component) || 'no licence that it names'}: read it, then name it in scripts/lib/sbom.ts or do without the package`,
    );
  return [...new Set([...missing, ...unhashed, ...unlicensed])].sort();
}

function isLicensed(component: SbomComponent): boolean {
  const { name } = component;
  const said = licenceOf(component) || READ_BY_HAND[name] || (STRAPI.test(name) ? 'MIT' : '');
  // All that are joined by AND must be allowed, and of those joined by OR one.
  const one = (expression: string) => LICENCES.includes(expression.replace(/[()\s]/g, ''));
  return said.split(' AND ').every((part) => part.split(' OR ').some(one));
}

function licenceOf({ licenses = [] }: SbomComponent): string {
  return licenses.map(({ license, expression }) => expression ?? license?.id ?? '').join(' AND ');
}
