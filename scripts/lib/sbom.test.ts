import { expect, it } from 'vitest';
import { type SbomComponent, sbomProblems } from './sbom.ts';

const hashes = [{ alg: 'SHA-512', content: 'ab' }];
const component = (name: string, expression: string): SbomComponent => ({
  name,
  version: '1.0.0',
  hashes,
  licenses: [{ expression }],
});
const lockOf = (...names: string[]) => ({
  packages: {
    '': {},
    cms: { version: '0.1.0' },
    'node_modules/cms': { link: true },
    ...Object.fromEntries(names.map((name) => [`node_modules/${name}`, { version: '1.0.0' }])),
  },
});
const problems = (...components: SbomComponent[]) =>
  sbomProblems({ bomFormat: 'CycloneDX', components }, lockOf(...components.map(({ name }) => name)));

it('finds nothing wrong with packages under licences that were looked at', () => {
  expect(
    problems(
      component('a', 'MIT'),
      component('b', '(MIT OR GPL-3.0-or-later)'),
      component('@strapi/core', ''),
      component('pause', ''),
      component('c', 'Apache-2.0 AND LGPL-3.0-or-later'),
    ),
  ).toEqual([]);
});

it('names a package under a licence that nobody looked at, or under none', () => {
  expect(problems(component('a', 'AGPL-3.0-only'))[0]).toMatch(/^a@1\.0\.0 is under AGPL-3\.0-only/);
  expect(problems(component('a', 'MIT AND AGPL-3.0-only'))).toHaveLength(1);
  expect(problems(component('a', ''))[0]).toMatch(/no licence that it names/);
});

it('names a package that is left out, and one without a hash', () => {
  const sbom = { bomFormat: 'CycloneDX', components: [{ ...component('a', 'MIT'), hashes: [] }] } as const;
  expect(sbomProblems(sbom, lockOf('a', 'b/node_modules/@x/c'))).toEqual([
    '@x/c@1.0.0 is not in it',
    'a@1.0.0 has no hash',
  ]);
});
