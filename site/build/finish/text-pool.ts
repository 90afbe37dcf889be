import { availableParallelism } from 'node:os';
import { Tinypool } from 'tinypool';
import type { Chunk, ChunksTask } from '../pagefind/index-words.ts';
import type { Packed } from './compress.ts';
import type { TextDone, TextTask } from './finish-text.ts';
import type { PackTask } from './text-worker.ts';

/** Milliseconds after which a thread that has nothing to do ends. */
const IDLE = 20_000;
/** Texts handed over at a time, at most. */
const TOGETHER = 16;

/** The threads in which texts are checked, packed and written while this one renders. */
let pool: Tinypool | undefined;

function threads(): Tinypool {
  pool ??= new Tinypool({
    filename: new URL('./text-worker.ts', import.meta.url).href,
    minThreads: 1,
    maxThreads: availableParallelism(),
    idleTimeout: IDLE,
    resourceLimits: { maxYoungGenerationSizeMb: 16 },
  });
  return pool;
}

/** `finishText` in a thread of its own, which the bytes are given to. @throws as it does */
export async function finishText(task: TextTask): Promise<TextDone> {
  // Packing well takes so long that each text goes to the next thread that is free.
  if (!task.quick) return first(await finishTexts([task]));
  return new Promise((resolve, reject) => {
    if (waiting.length === 0) setImmediate(handOver);
    waiting.push({ task, resolve, reject });
    if (waiting.length >= TOGETHER) handOver();
  });
}

/** Texts that wait to be handed over together: waking a thread costs as much as finishing one quickly. */
let waiting: Waiting[] = [];
interface Waiting {
  readonly task: TextTask;
  readonly resolve: (done: TextDone) => void;
  readonly reject: (error: unknown) => void;
}

function handOver(): void {
  const batch = waiting;
  waiting = [];
  if (batch.length === 0) return;
  finishTexts(batch.map(({ task }) => task)).then(
    (done) => {
      for (const [index, { resolve }] of batch.entries()) resolve(first(done.slice(index)));
    },
    (error) => {
      for (const { reject } of batch) reject(error);
    },
  );
}

function finishTexts(tasks: readonly TextTask[]): Promise<TextDone[]> {
  const transferList = tasks.map(({ bytes }) => bytes.buffer);
  return run(tasks, { name: 'finishTexts', transferList });
}

/** Errors lose their code on the way from a thread; the file system's begin with it: `ENOSPC: no space left …`. */
async function run<T>(task: unknown, options: Parameters<Tinypool['run']>[1]): Promise<T> {
  try {
    return await threads().run(task, options);
  } catch (error) {
    const [, code] = /^([A-Z]\w+): /.exec((error as Error).message) ?? [];
    throw code ? Object.assign(error as Error, { code }) : error;
  }
}

function first([done]: readonly TextDone[]): TextDone {
  if (!done) throw new Error('A text came back unfinished');
  return done;
}

/** Packs a file as well as can be, in a thread of its own. @throws Error of the file system */
export function packFile(task: PackTask): Promise<readonly Packed[]> {
  return run(task, { name: 'packFile' });
}

/** `chunksWithout` of search-words.ts in a thread of its own. @throws as it does */
export function chunksWithout(task: ChunksTask): Promise<readonly Chunk[]> {
  return run(task, { name: 'chunksWithout' });
}
