import type { Core } from '@strapi/strapi';
import { type Actor, currentActor } from '../../kernel/actor';
import { type AccountChange, type AccountFacts, subjects } from './account-changes';
import { recordEvent } from './record';

const VERBS = ['Create', 'CreateMany', 'Update', 'UpdateMany', 'Delete', 'DeleteMany'];

interface LifecycleEvent {
  readonly action: string;
  readonly model: { readonly uid: string };
  readonly params: { readonly where?: unknown; readonly filters?: unknown };
  readonly result?: { readonly id?: number; readonly ids?: readonly number[] };
  readonly state: { before?: Map<number, AccountFacts> };
}

/**
 * Tells of every change to an account, its roles and password, a membership, a unit, a role or an access token,
 * whichever route or code makes it: it watches the database layer, not the routes.
 * @param changed called in the transaction of the change, if there is one
 */
export function watchAccounts(
  strapi: Core.Strapi,
  changed: (id: number, change: AccountChange) => Promise<void>,
): void {
  async function look(uid: string, query: object): Promise<Map<number, AccountFacts>> {
    const subject = subjects[uid];
    if (!subject) return new Map();
    const rows = await strapi.db.query(uid).findMany({ ...query, populate: subject.populate });
    return new Map(rows.map((row) => [row.id, subject.facts(row)]));
  }

  async function before({ model, action, params, state }: LifecycleEvent): Promise<void> {
    if (action.startsWith('beforeCreate')) return;
    state.before = await look(model.uid, { where: params.where, filters: params.filters });
  }

  async function after({ model, result, state }: LifecycleEvent): Promise<void> {
    const earlier = state.before ?? new Map<number, AccountFacts>();
    const ids = new Set([...earlier.keys(), ...(result?.ids ?? []), ...(result?.id ? [result.id] : [])]);
    const now = await look(model.uid, { where: { id: { $in: [...ids] } } });
    for (const id of ids) {
      const changes = subjects[model.uid]?.changes(earlier.get(id), now.get(id)) ?? [];
      for (const change of changes) await changed(id, change);
    }
  }

  strapi.db.lifecycles.subscribe({
    models: Object.keys(subjects),
    ...Object.fromEntries(
      VERBS.flatMap((verb) => [
        [`before${verb}`, before],
        [`after${verb}`, after],
      ]),
    ),
  } as never);
}

/** Who changes an account: outside of requests there are only the server's own code and its operators' commands. */
export const actorNow = (strapi: Core.Strapi): Actor =>
  strapi.requestContext.get() ? currentActor(strapi) : { kind: 'system' };

/** Records a change that `watchAccounts` told of. */
export async function recordChange(
  strapi: Core.Strapi,
  id: number,
  { action, ministry, details }: AccountChange,
): Promise<void> {
  const actor = actorNow(strapi);
  // Nobody is signed in who follows an invitation or a link to a new password.
  const path = actor.kind === 'none' ? strapi.requestContext.get()?.request.path : undefined;
  await recordEvent(strapi, { action, actor, ministry, details: { id, ...details, ...(path && { path }) } });
}
