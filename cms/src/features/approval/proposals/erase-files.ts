import type { Core } from '@strapi/strapi';
import { keepFilesLeft, unfinishedErasures } from './store';

const FILE = 'plugin::upload.file';

/**
 * Deletes the files of erased documents, from the disk too, unless something else uses them. After the
 * transaction that erased the document, because no rollback brings a file back; what a crash leaves is done
 * the next time.
 */
export async function eraseFilesLeft(strapi: Core.Strapi): Promise<void> {
  for (const proposal of await unfinishedErasures(strapi)) {
    const left: number[] = [];
    for (const id of proposal.payload.files ?? []) {
      await eraseFile(strapi, id).catch((error: Error) => {
        left.push(id);
        strapi.log.error(`A file of what was erased could not be deleted: ${error.message}`);
      });
    }
    await keepFilesLeft(strapi, proposal, left);
  }
}

async function eraseFile(strapi: Core.Strapi, id: number): Promise<void> {
  const file = await strapi.db.query(FILE).findOne({ where: { id } });
  if (file && !(await isUsed(strapi, id))) await strapi.plugin('upload').service('upload').remove(file);
}

/** Whether any version of anything has the file. */
async function isUsed(strapi: Core.Strapi, id: number): Promise<boolean> {
  const rows = await strapi.db.getConnection('files_related_mph').where({ file_id: id }).limit(1);
  return rows.length > 0;
}
