import { execFileSync } from 'node:child_process';
import { root } from './root.ts';

/** The commit that is checked out, with a plus sign where files differ from it. */
export function commitNow(): string {
  const git = (...words: string[]) => execFileSync('git', words, { cwd: root, encoding: 'utf8' }).trim();
  return `${git('rev-parse', '--short', 'HEAD')}${git('status', '--porcelain', '--untracked-files=no') && '+'}`;
}
