import type { AstroIntegration } from 'astro';

/**
 * Makes Astro bundle the site's code as a module that renders any of its pages, instead of writing the
 * pages. https://docs.astro.build/en/reference/adapter-reference/
 */
export function rendererAdapter(): AstroIntegration {
  return {
    name: 'renderer',
    hooks: {
      'astro:config:done': ({ setAdapter }) => {
        setAdapter({
          name: 'renderer',
          entrypointResolution: 'auto',
          serverEntrypoint: new URL('entry.ts', import.meta.url),
          supportedAstroFeatures: { serverOutput: 'stable', sharpImageService: 'stable' },
        });
      },
    },
  };
}
