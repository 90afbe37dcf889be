import { hashOf, type OwnCode } from './csp.ts';

/** The order of the layers, which has to come before all styles: Astro puts the others at the end. */
export const LAYERS = '@layer base,layout,parts;';

const SCRIPT = /^_astro\/.*\.js$/;

/** What is asked of Astro's manifest of a build, https://docs.astro.build/en/reference/adapter-reference/ */
interface Manifest {
  readonly routes: readonly {
    readonly styles: readonly (
      | { readonly type: 'inline'; readonly content: string }
      | { type: 'external' }
    )[];
  }[];
  readonly inlinedScripts: ReadonlyMap<string, string>;
  /** What each module of the code became: a file of the renderer, or a script that pages load. */
  readonly entryModules: Readonly<Record<string, string>>;
}

/** The styles and scripts of the site's code, as they came out of its build: before any content was read. */
export function ownCodeOf({ routes, inlinedScripts, entryModules }: Manifest): OwnCode {
  const styles = routes.flatMap(({ styles: all }) =>
    all.flatMap((style) => (style.type === 'inline' ? [style.content] : [])),
  );
  return {
    styles: [...new Set([LAYERS, ...styles])].map(hashOf),
    scripts: [...inlinedScripts.values()].map(hashOf),
    files: [...new Set(Object.values(entryModules))].flatMap((file) => (SCRIPT.test(file) ? `/${file}` : [])),
  };
}
