import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { MemoryWatch } from './process-tree.ts';

/** What Eleventy took for the same content. */
export interface EleventyRun {
  readonly milliseconds: number;
  /** Megabytes at the peak. */
  readonly memory: number;
  readonly pages: number;
}

/**
 * Builds a page for each entry, and lists of them, with Eleventy: what the same content costs without
 * images, checks, search index and packed files.
 * @param file the generated entries, one JSON line for each
 */
export async function runEleventy(file: string, output: string): Promise<EleventyRun> {
  const started = performance.now();
  const child = fork(fileURLToPath(new URL('eleventy-child.ts', import.meta.url)), [file, output], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    env: { ...process.env, NODE_ENV: 'production' },
  });
  const memory = new MemoryWatch(child.pid ?? 0);
  let pages = 0;
  child.on('message', (count: number) => {
    pages = count;
  });
  const [status] = await once(child, 'close');
  memory.stop();
  if (status !== 0) throw new Error(`Eleventy ended with status ${status}`);
  return { milliseconds: performance.now() - started, memory: memory.take(), pages };
}
