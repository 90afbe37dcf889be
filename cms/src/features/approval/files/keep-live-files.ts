import type { Core } from '@strapi/strapi';
import { errors } from '@strapi/utils';
import type { Context, Next } from 'koa';
import { isExportedFile } from '../../publication';
import { refused } from '../messages';
import { isSubmittedFile } from './submitted-files';

interface StoredFile {
  readonly name: string;
  readonly hash: string;
  readonly ext?: string | null;
}

/** @throws PolicyError when something live uses the file, or something that waits for approval */
async function refuseLive(strapi: Core.Strapi, { name, hash, ext }: StoredFile): Promise<void> {
  const file = `${hash}${ext ?? ''}`;
  if (await isExportedFile(strapi, file)) {
    throw new errors.PolicyError(
      `“${name}” is used on the site. Upload the new file under a new name and publish what uses it.`,
    );
  }
  if (await isSubmittedFile(strapi, file)) throw refused('file-waits', { name });
}

/**
 * Keeps the files that something live uses or something submitted: replacing or deleting one would
 * change the site, or what somebody is about to approve, without an approval.
 */
export function keepLiveFiles(strapi: Core.Strapi): void {
  const { provider } = strapi.plugin('upload');
  const remove = provider.delete;
  const replace = provider.replaceStream;
  provider.extend({
    async delete(file: StoredFile) {
      await refuseLive(strapi, file);
      return remove(file);
    },
    async replaceStream(newFile: StoredFile, oldFile: StoredFile) {
      await refuseLive(strapi, oldFile);
      return replace(newFile, oldFile);
    },
  });
}

/**
 * A middleware for the routes that change a file's description: its name is shown on the site. Whoever
 * may change no files hears so from Strapi, and nothing of the file.
 */
export function keepLiveNames(strapi: Core.Strapi) {
  return async (ctx: Context, next: Next): Promise<void> => {
    if (ctx.state.userAbility?.cannot('plugin::upload.assets.update')) return next();
    const id = ctx.params.id ?? ctx.query.id;
    const file =
      id && (await strapi.db.query('plugin::upload.file').findOne({ where: { id: Number(id) || 0 } }));
    if (file) await refuseLive(strapi, file);
    await next();
  };
}
