import type { Core } from '@strapi/strapi';
import { findRecords, readContext } from '../../documents';
import { ANY_TARGET, filesIn, wireFields } from '../../publication';
import { knownType } from '../decide';

/** Whether something that was submitted, and is not live yet, uses the file of this name. */
export async function isSubmittedFile(strapi: Core.Strapi, name: string): Promise<boolean> {
  for (const record of await findRecords(strapi, { state: { $in: ['submitted', 'approved'] } })) {
    const type = knownType(record.type);
    const entry = await readContext(strapi, type, record.document);
    const draft = entry?.languages.get(record.language)?.draft;
    const files = draft ? filesIn(type.fields, wireFields(type, draft, ANY_TARGET)) : [];
    if ([...files].includes(name)) return true;
  }
  return false;
}
