import type { Core } from '@strapi/strapi';
import { nameProblem, tidyName } from '../access';
import { refused } from './messages';

const PARTS = ['firstname', 'lastname', 'username'] as const;
type Names = Partial<Record<(typeof PARTS)[number], unknown>>;

interface LifecycleEvent {
  readonly action: string;
  readonly params: { readonly where?: unknown; data?: Names | Names[] };
}

/**
 * Checks names where accounts reach the database, whichever route, job or command brings them, and stores
 * them tidied.
 * @throws ValidationError that names the field
 */
export function keepNames(strapi: Core.Strapi): void {
  async function check({ action, params }: LifecycleEvent): Promise<void> {
    for (const data of [params.data ?? []].flat()) {
      const given = PARTS.filter((part) => typeof data[part] === 'string');
      for (const part of given) data[part] = tidyName(String(data[part]));
      for (const part of given) refuseBad(part, String(data[part]));
      const [first, last] = [data.firstname, data.lastname];
      if (first === undefined && last === undefined) continue;
      // Half of a name may come alone, and it is the whole that has a length.
      const stored: Names[] = action.startsWith('beforeUpdate')
        ? await strapi.db.query('admin::user').findMany({ where: params.where as object })
        : [{}];
      for (const { firstname, lastname } of stored) {
        const whole = [first ?? firstname, last === undefined ? lastname : last].filter(Boolean).join(' ');
        refuseBad(last === undefined ? 'firstname' : 'lastname', whole);
      }
    }
  }
  const names = ['beforeCreate', 'beforeCreateMany', 'beforeUpdate', 'beforeUpdateMany'];
  strapi.db.lifecycles.subscribe({
    models: ['admin::user'],
    ...Object.fromEntries(names.map((name) => [name, check])),
  } as never);
}

function refuseBad(field: string, name: string): void {
  const problem = nameProblem(name);
  if (problem) throw refused(`platform.sign-in.name-${problem}`, { field });
}
