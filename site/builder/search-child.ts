import { indexPages } from '../src/search/index.ts';
import type { IndexTask } from './search-index.ts';

/** Indexes one part of a site in a process of its own, which frees its memory when it is done. */

// The channel closes when the builder is gone, even by SIGKILL.
process.once('disconnect', () => process.exit(1));

process.once('message', async ({ site, files, output }: IndexTask) => {
  const answer = await indexPages(site, files, output).then(
    (results) => ({ results }),
    (error: Error) => ({ error: error.message }),
  );
  process.send?.(answer, () => process.exit(0));
});
