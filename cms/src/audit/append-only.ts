import type { Core } from '@strapi/strapi';
import { errors } from '@strapi/utils';
import { EVENT, HEAD } from './record';

const READS = ['findOne', 'findMany', 'findFirst', 'count'];
const MODELS = [EVENT, HEAD];

/**
 * Lets nobody change or delete what was recorded, the system included. Events are added by
 * `recordEvent` alone, which goes past the document service; nothing else may write them through it.
 */
export function keepAppendOnly(strapi: Core.Strapi): void {
  strapi.documents.use((async (call: { uid: string; action: string }, next: () => Promise<unknown>) => {
    if (MODELS.includes(call.uid) && !READS.includes(call.action)) throw refusal();
    return next();
  }) as never);
  const refuse = () => {
    throw refusal();
  };
  const never = { beforeDelete: refuse, beforeDeleteMany: refuse };
  strapi.db.lifecycles.subscribe({ models: MODELS, ...never } as never);
  strapi.db.lifecycles.subscribe({
    models: [EVENT],
    beforeUpdate: refuse,
    beforeUpdateMany: refuse,
  } as never);
}

function refusal() {
  return new errors.PolicyError('The audit record can only be added to.');
}
