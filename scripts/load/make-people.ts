import { join } from 'node:path';
import type { EnvironmentSettings } from '../environment.ts';
import { root } from '../lib/root.ts';
import { runToEnd } from '../lib/step.ts';
import type { LoadAccount } from './people.ts';

/** Makes people in the database of a CMS that does not run: editors of its ministries, and moderators. */
export async function makePeople(
  { env, dataDir }: Pick<EnvironmentSettings, 'env' | 'dataDir'>,
  editors: number,
  moderators: number,
): Promise<LoadAccount[]> {
  let people: LoadAccount[] = [];
  await runToEnd({
    name: 'Making the people',
    script: [
      '--disable-warning=MODULE_TYPELESS_PACKAGE_JSON',
      join(root, 'scripts/load/accounts.ts'),
      String(editors),
      String(moderators),
    ],
    cwd: join(root, 'cms'),
    env,
    log: join(dataDir, 'logs/people.log'),
    show: (line) => {
      if (!line.startsWith('people ')) return false;
      people = JSON.parse(line.slice('people '.length));
      return false;
    },
  });
  return people;
}
