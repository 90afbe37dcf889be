import type { Core } from '@strapi/strapi';
import { currentActor } from '../../kernel/actor';
import { recordEvent } from './record';

interface Permission {
  readonly action: string;
  readonly subject: string | null;
  readonly properties: unknown;
  readonly conditions: readonly string[];
}

/** Runs work that may change what a role is allowed, and records in one event what it added and removed. */
export async function recordPermissions<T>(
  strapi: Core.Strapi,
  roleId: number,
  work: () => Promise<T>,
): Promise<T> {
  return strapi.db.transaction(async () => {
    const before = await permissionsOf(strapi, roleId);
    const result = await work();
    const after = await permissionsOf(strapi, roleId);
    const added = missingFrom(before, after);
    const removed = missingFrom(after, before);
    if (added.length + removed.length > 0) {
      const role = await strapi.db.query('admin::role').findOne({ where: { id: roleId } });
      const details = { id: roleId, name: role?.name, code: role?.code, added, removed };
      await recordEvent(strapi, { action: 'role.permissions-changed', actor: currentActor(strapi), details });
    }
    return result;
  });
}

/** What a role is allowed, in words by the whole permission. */
async function permissionsOf(strapi: Core.Strapi, roleId: number): Promise<Map<string, string>> {
  const rows: Permission[] = await strapi.db
    .query('admin::permission')
    .findMany({ where: { role: { id: roleId } } });
  return new Map(
    rows.map(({ action, subject, properties, conditions }) => [
      JSON.stringify([action, subject, properties, conditions]),
      [action, subject ?? []].flat().join(' '),
    ]),
  );
}

const missingFrom = (one: Map<string, string>, other: Map<string, string>): string[] =>
  [...other].flatMap(([key, words]) => (one.has(key) ? [] : [words])).sort();
