import type { Core } from '@strapi/strapi';
import { scopeOfUser } from '../../features/access';
import { OWN_MINISTRY_ENTRY, OWN_MINISTRY_FILE, OWN_PORTFOLIO } from './roles';

/**
 * Registers the conditions under which an editor's permissions hold. They compare scalar codes:
 * conditions on relations are not enforced reliably.
 */
export function registerConditions(strapi: Core.Strapi): void {
  // Strapi asks once for each permission of a request, with the same object for the user.
  const asked = new WeakMap<object, Promise<readonly string[]>>();
  const codesOf = (user: { id: number }): Promise<readonly string[]> => {
    const codes = asked.get(user) ?? scopeOfUser(strapi, user.id).then((scope) => scope.codes);
    asked.set(user, codes);
    return codes;
  };
  const condition = (
    id: string,
    displayName: string,
    handler: (user: { id: number }) => Promise<object>,
  ) => ({
    displayName,
    name: id.replace('api::', ''),
    category: 'Ministry',
    handler,
  });
  strapi.service('admin::permission').conditionProvider.registerMany([
    condition(OWN_MINISTRY_ENTRY, 'The entry belongs to the user’s ministry', async (user) => ({
      ministry: { $in: await codesOf(user) },
    })),
    condition(OWN_PORTFOLIO, 'The ministry is the user’s own', async (user) => ({
      code: { $in: await codesOf(user) },
    })),
    condition(OWN_MINISTRY_FILE, 'The file was uploaded by the user’s ministry', async (user) => ({
      ministry: { $in: await codesOf(user) },
    })),
  ]);
}
