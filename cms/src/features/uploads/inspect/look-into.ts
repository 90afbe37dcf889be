import path from 'node:path';
import { typeOfName } from '../kinds';
import { type Finding, Found, found } from './finding';
import { refuseForeign } from './signatures';

/**
 * What is wrong with a file of this name, whose ending is an allowed one.
 * @returns undefined when nothing was found
 */
export async function lookInto(content: Buffer, name: string): Promise<Finding | undefined> {
  const type = typeOfName(name);
  try {
    if (type === undefined) return found('not-its-name');
    refuseForeign(content, type);
    await lookIntoKind(content, type, path.extname(name).toLowerCase());
    return undefined;
  } catch (error) {
    if (error instanceof Found) return error.finding;
    throw error;
  }
}

/** Loads no more than is needed: it is done anew for each file. */
async function lookIntoKind(content: Buffer, type: string, ending: string): Promise<void> {
  if (type.startsWith('image/')) await (await import('./picture.js')).lookIntoPicture(content, type);
  else if (type === 'application/pdf') await (await import('./pdf.js')).lookIntoPdf(content);
  else if (type === 'text/csv') (await import('./text.js')).lookIntoText(content);
  else await (await import('./office.js')).lookIntoOffice(content, ending);
}
