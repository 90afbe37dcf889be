import { AsyncLocalStorage } from 'node:async_hooks';
import type { Core } from '@strapi/strapi';
import { currentActor } from '../../kernel/actor';
import { filesOf, storedName } from '../../kernel/files/store';
import { checkFile, type UncheckedFile } from './check-file';
import { typeOfName } from './kinds';
import { refusedUpload } from './messages';
import { shownName, titleProblem } from './names';

const FILE = 'plugin::upload.file';

interface StoredFile {
  readonly hash: string;
  readonly ext?: string | null;
}

interface UploadService {
  upload(upload: { files: UncheckedFile | UncheckedFile[] }, options?: unknown): Promise<unknown>;
  replace(id: number, upload: { file: UncheckedFile }, options?: unknown): Promise<unknown>;
}

/** The files that the current upload has written to storage so far. */
const written = new AsyncLocalStorage<StoredFile[]>();

/**
 * Sees to it that nothing is stored that was not looked into, whichever way it comes, and that an upload is
 * stored whole or not at all: Strapi writes a file before its row, and leaves it there when the row is refused.
 */
export function guardStorage(strapi: Core.Strapi): void {
  const { provider } = strapi.plugin('upload');
  const { uploadStream } = provider;
  provider.extend({
    async uploadStream(file: StoredFile) {
      written.getStore()?.push({ hash: file.hash, ext: file.ext });
      return uploadStream(file);
    },
  });
  const service = strapi.plugin('upload').service('upload') as UploadService;
  const { upload, replace } = service;
  Object.assign(service, {
    async upload(given: { files: UncheckedFile | UncheckedFile[] }, options?: unknown) {
      await checkAll(strapi, [given.files].flat());
      return whole(strapi, () => upload(given, options));
    },
    async replace(id: number, given: { file: UncheckedFile }, options?: unknown) {
      await checkAll(strapi, [given.file]);
      await checkKind(strapi, id, given.file);
      return replace(id, given, options);
    },
  } satisfies UploadService);
}

/** Refuses names that deceive, wherever a file's row is written. */
export function guardTitles(strapi: Core.Strapi): void {
  const check = (event: { params: { data?: { name?: unknown } } }) => {
    const name = event.params.data?.name;
    const problem = typeof name === 'string' ? titleProblem(name) : undefined;
    if (problem) throw refusedUpload(strapi, problem.code, problem.values);
  };
  strapi.db.lifecycles.subscribe({ models: [FILE], beforeCreate: check, beforeUpdate: check } as never);
}

/** What our own code brings, such as the sample content, comes from no request. */
async function checkAll(strapi: Core.Strapi, files: readonly UncheckedFile[]): Promise<void> {
  if (currentActor(strapi).kind === 'system') return;
  for (const file of files) await checkFile(strapi, file);
}

/** A replaced file keeps its address and its ending, by which browsers would take the new one. */
async function checkKind(strapi: Core.Strapi, id: number, file: UncheckedFile): Promise<void> {
  const stored: StoredFile | null = await strapi.db.query(FILE).findOne({ where: { id } });
  const ending = stored?.ext ?? '';
  const name = file.originalFilename ?? '';
  if (stored && typeOfName(`a${ending}`) !== typeOfName(name))
    throw refusedUpload(strapi, 'other-kind', { name: shownName(name), ending });
}

async function whole<T>(strapi: Core.Strapi, work: () => Promise<T>): Promise<T> {
  const files: StoredFile[] = [];
  try {
    return await written.run(files, work);
  } catch (error) {
    await strapi.db.query(FILE).deleteMany({ where: { hash: { $in: files.map(({ hash }) => hash) } } });
    for (const file of files) await remove(strapi, storedName(file));
    throw error;
  }
}

async function remove(strapi: Core.Strapi, name: string): Promise<void> {
  await filesOf(strapi)
    .remove(name)
    .catch((error: Error) => strapi.log.error(`A refused upload is left behind: ${error.message}`));
}
