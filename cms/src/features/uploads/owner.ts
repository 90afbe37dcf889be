import type { Core } from '@strapi/strapi';
import { errors } from '@strapi/utils';
import { currentActor } from '../../kernel/actor';
import { scopeOfUser } from '../access';

interface Creation {
  readonly params: { readonly data: Record<string, unknown> };
}

/**
 * Stamps each file with its editor's ministry when it is uploaded. Officials change posts: what they
 * uploaded stays their ministry's.
 */
export function stampUploads(strapi: Core.Strapi): void {
  strapi.db.lifecycles.subscribe({
    models: ['plugin::upload.file'],
    async beforeCreate(event) {
      const { data } = (event as unknown as Creation).params;
      // A file is attached by saving an entry, past the boundary; never by the upload itself.
      delete data.related;
      const actor = currentActor(strapi);
      if (actor.kind !== 'editor') return;
      const [ministry] = (await scopeOfUser(strapi, actor.userId)).own;
      if (ministry === undefined) throw new errors.PolicyError('You may not do this.');
      data.ministry = ministry;
    },
  });
}
