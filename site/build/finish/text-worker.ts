import { readFileSync } from 'node:fs';
import { type Packed, packText } from './compress.ts';

import { finishText, type TextDone, type TextTask } from './finish-text.ts';

export { chunksWithout } from '../pagefind/index-words.ts';

/** What threads do with texts; see text-pool.ts. */
export function finishTexts(tasks: readonly TextTask[]): TextDone[] {
  return tasks.map(finishText);
}

export interface PackTask {
  readonly path: string;
  /** SHA-256 (hex) of the file. */
  readonly hash: string;
  /** The folder of packed files. */
  readonly packed: string;
}

export function packFile({ path, hash, packed }: PackTask): readonly Packed[] {
  return packText(readFileSync(path), hash, packed);
}
