import type { Core } from '@strapi/strapi';
import { errors } from '@strapi/utils';
import { isExportedFile } from '../publication/files';

interface StoredFile {
  readonly name: string;
  readonly hash: string;
  readonly ext?: string | null;
}

/**
 * Keeps the files that something live uses: replacing or deleting one would change the site without
 * an approval, and without the builder's knowing.
 */
export function keepLiveFiles(strapi: Core.Strapi): void {
  const { provider } = strapi.plugin('upload');
  const remove = provider.delete;
  const replace = provider.replaceStream;
  const refuseLive = async ({ name, hash, ext }: StoredFile): Promise<void> => {
    if (!(await isExportedFile(strapi, `${hash}${ext ?? ''}`))) return;
    throw new errors.PolicyError(
      `“${name}” is used on the site. Upload the new file under a new name and publish what uses it.`,
    );
  };
  provider.extend({
    async delete(file: StoredFile) {
      await refuseLive(file);
      return remove(file);
    },
    async replaceStream(newFile: StoredFile, oldFile: StoredFile) {
      await refuseLive(oldFile);
      return replace(newFile, oldFile);
    },
  });
}
