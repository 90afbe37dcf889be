import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { filesBelow } from '../../kernel/files.ts';
import type { FileFacts } from '../../release/file-list.ts';
import { sha256 } from '../../release/release-tree.ts';
import { indexPages } from '../../src/search/index.ts';
import type { IndexAnswer, IndexOrder } from './run-pagefind.ts';

/** Indexes one part of a site in a process of its own, which frees its memory when it is done. */

// The channel closes when the builder is gone, even by SIGKILL.
process.once('disconnect', () => process.exit(1));

process.once('message', async ({ files, output }: IndexOrder) => {
  // Pagefind does not say when its own process is gone: this one then has nothing to wait for, and ends.
  process.channel?.unref();
  const answer = await indexPages(files, output)
    .then(async (results): Promise<IndexAnswer> => ({ results, files: await factsOf(output) }))
    .catch((error: Error): IndexAnswer => ({ error: error.message }));
  process.send?.(answer, () => process.exit(0));
});

async function factsOf(folder: string): Promise<Record<string, FileFacts>> {
  const facts: Record<string, FileFacts> = {};
  for (const file of await filesBelow(folder)) {
    const bytes = readFileSync(join(folder, file));
    facts[file] = { hash: sha256(bytes), bytes: bytes.length };
  }
  return facts;
}
