import type { Core } from '@strapi/strapi';
import { currentActor } from '../../kernel/actor';
import { scanFile } from './clamav';
import { inspect } from './inspect/run';
import { type MessageValues, refusedUpload, type UploadCode } from './messages';
import { nameProblem, shownName } from './names';

/** A file as Strapi's upload service takes it. */
export interface UncheckedFile {
  readonly originalFilename: string | null;
  readonly filepath: string;
}

const checked = new WeakSet<UncheckedFile>();

/**
 * Looks into a file before anything else does: Strapi believes a name where it cannot tell from the
 * content, and unpacks a picture of any size to measure it.
 * @throws UploadRefused naming the file, what was found and what to do
 */
export async function checkFile(strapi: Core.Strapi, file: UncheckedFile): Promise<void> {
  if (checked.has(file)) return;
  const name = file.originalFilename ?? '';
  const refuse = (code: UploadCode, values: MessageValues = {}) => {
    const actor = currentActor(strapi);
    const who = 'userId' in actor ? `account ${actor.userId}` : actor.kind;
    strapi.log.warn(`A file of ${who} was refused: ${code} ${JSON.stringify(values)}`);
    return refusedUpload(strapi, code, { name: shownName(name), ...values });
  };
  const problem = nameProblem(name) ?? (await inspect(strapi, file.filepath, name));
  if (problem) throw refuse(problem.code, problem.values);
  const found = await scanFile(strapi, file.filepath);
  if (found === 'not-scanned') throw refuse('scanner-away');
  if (found) throw refuse('virus', { virus: found.virus });
  checked.add(file);
}
