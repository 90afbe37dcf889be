import { fileURLToPath } from 'node:url';
import { build } from 'astro';
import { rendererAdapter } from './adapter.ts';

// The channel closes when the builder is gone, even by SIGKILL: nobody wants this build any more.
process.once('disconnect', () => process.exit(1));

const root = fileURLToPath(new URL('../..', import.meta.url));

try {
  // The renderer keeps the level; what its pages throw is thrown on to who asked for them.
  await build({ root, output: 'server', logLevel: 'silent', adapter: rendererAdapter() });
  process.exit(0);
} catch (error) {
  const { message, hint, stack } = error as Error & { hint?: string };
  console.error([message, hint, stack?.split('\n').slice(1, 4).join('\n')].filter(Boolean).join('\n'));
  process.exit(1);
}
