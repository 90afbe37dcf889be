import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Files that take long, the longest first; of PostgreSQL's where they take longer there. */
const LONGEST = [
  // Asks for the platform that the stories below run on, and waits for it.
  'scripts/test/platform',
  'site/test/withdrawn',
  'cms/test/instances',
  'cms/test/backup',
  'site/test/burst',
  'cms/test/notifications',
  'scripts/test/parts',
  'cms/test/matrix/walk',
  'cms/test/approval-schedule',
  'scripts/test/reading',
  'scripts/test/approval',
  'scripts/test/panel',
  'scripts/test/programme',
  'scripts/test/second-person',
  'scripts/test/sign-in',
  'cms/test/dispatch',
  'cms/test/uploads',
  'cms/test/mail',
  'site/test/night',
  'site/test/builder',
  'cms/test/kill',
  'cms/test/sample-content',
];

/**
 * Begins with the files that take longest, so that no core waits for one of them at the end. Vitest's own order
 * knows how long they took on a machine that ran them before, which CI's is not.
 */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const rank = new Map(sorted.map((file, index) => [file, orderOf(file.moduleId, index)]));
    return sorted.sort((one, other) => (rank.get(one) ?? 0) - (rank.get(other) ?? 0));
  }
}

/**
 * Where a file comes: by the list above, then those that start servers or builds, then the others.
 * @param usual where it would come without
 */
export function orderOf(file: string, usual: number): number {
  const listed = LONGEST.findIndex((name) => file.includes(`/${name}`));
  if (listed >= 0) return listed;
  return (file.includes('/test/') ? 1e3 : 1e6) + usual;
}
