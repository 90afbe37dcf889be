import type { Core } from '@strapi/strapi';
import { errors } from '@strapi/utils';
import type { Context, Next } from 'koa';
import { isExportedFile } from '../publication/files';

interface StoredFile {
  readonly name: string;
  readonly hash: string;
  readonly ext?: string | null;
}

/** @throws PolicyError when something live uses the file */
async function refuseLive(strapi: Core.Strapi, { name, hash, ext }: StoredFile): Promise<void> {
  if (!(await isExportedFile(strapi, `${hash}${ext ?? ''}`))) return;
  throw new errors.PolicyError(
    `“${name}” is used on the site. Upload the new file under a new name and publish what uses it.`,
  );
}

/**
 * Keeps the files that something live uses: replacing or deleting one would change the site without
 * an approval, and without the builder's knowing.
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

/** A middleware for the routes that change a file's description: its name is shown on the site. */
export function keepLiveNames(strapi: Core.Strapi) {
  return async (ctx: Context, next: Next): Promise<void> => {
    const id = ctx.params.id ?? ctx.query.id;
    const file =
      id && (await strapi.db.query('plugin::upload.file').findOne({ where: { id: Number(id) || 0 } }));
    if (file) await refuseLive(strapi, file);
    await next();
  };
}
