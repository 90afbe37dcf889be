import { type Allowance, fullAllowance, unpack } from './archive';
import { Found } from './finding';
import { lookIntoOoxml, OOXML } from './ooxml';
import { lookIntoOpenDocument } from './open-document';

/** The older office formats, and protected files of the newer ones, are compound files (MS-CFB). */
const COMPOUND = Buffer.from('d0cf11e0a1b11ae1', 'hex');

/**
 * A text, table or presentation in one of the two open formats of office programs.
 * @throws Found when it cannot be read, is of another kind, or is more than content to look at
 */
export async function lookIntoOffice(
  content: Buffer,
  ending: string,
  allowance: Allowance = fullAllowance(),
): Promise<void> {
  if (content.subarray(0, COMPOUND.length).equals(COMPOUND)) throw new Found('office-password');
  const parts = await unpack(content, allowance);
  const isOoxml = Object.hasOwn(OOXML, ending);
  if (isOoxml) await lookIntoOoxml(parts, ending, (part, kind) => lookIntoOffice(part, kind, allowance));
  else lookIntoOpenDocument(parts, ending);
}
