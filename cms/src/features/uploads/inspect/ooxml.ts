import path from 'node:path';
import type { Parts } from './archive';
import { Found } from './finding';
import { readXml } from './xml';

/** The type of each kind's main part (ECMA-376 part 1, 11 to 15). */
export const OOXML: Readonly<Record<string, string>> = {
  '.docx': 'application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml',
  '.xlsx': 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml',
  '.pptx': 'application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml',
};

const MACROS = /(^|\/)(vbaproject[^/]*|vbadata\.xml|(macro|dialog)sheets\/.*)$/i;
const ACTIVE = /(^|\/)activex\//i;
/** The one relation that may lead out of the file: it does nothing until somebody follows it. */
const LINK = /\/hyperlink$/i;
const SCHEMES = /^(https?|mailto|tel|ftp|file):|^[^:]*$|^[^:]*[/#?]/i;
/** Fields that start programs or fetch what is elsewhere. */
const FIELD = /^\s*(DDE|DDEAUTO|INCLUDETEXT|IMPORT)\b/i;
/** Most of a large table: cells only, which are not walked through. */
const CELLS = /^xl\/(worksheets\/[^/]+|sharedStrings)\.xml$/i;

type LookInto = (part: Buffer, ending: string) => Promise<void>;

/**
 * A document, table or presentation of Office Open XML.
 * @param lookInto looks into an office document within this one: charts keep their tables so
 * @throws Found
 */
export async function lookIntoOoxml(parts: Parts, ending: string, lookInto: LookInto): Promise<void> {
  checkTypes(parts, ending);
  for (const [name, content] of parts) {
    if (MACROS.test(name)) throw new Found('office-macros');
    if (ACTIVE.test(name)) throw new Found('office-embedded', { part: name });
    if (/\.rels$/i.test(name)) checkRelations(content);
    else if (CELLS.test(name)) refuseEntities(content);
    else if (/\.xml$/i.test(name)) checkText(content);
    if (/(^|\/)embeddings\//i.test(name)) await checkEmbedded(name, content, lookInto);
  }
}

function checkTypes(parts: Parts, ending: string): void {
  const types = parts.get('[Content_Types].xml');
  if (!types) throw new Found('not-its-name');
  const listed: string[] = [];
  readXml(types, { element: ({ attributes }) => listed.push(attributes.contenttype ?? '') });
  if (listed.some((type) => /macroenabled|vbaproject|macrosheet|activex/i.test(type)))
    throw new Found('office-macros');
  if (!listed.includes(OOXML[ending] ?? '')) throw new Found('not-its-name');
}

function checkRelations(content: Buffer): void {
  readXml(content, {
    element({ name, attributes: { type = '', target = '', targetmode = '' } }) {
      if (name !== 'relationship') return;
      if (/\/(vbaProject|wordVbaData|xlMacrosheet|xlIntlMacrosheet)$/i.test(type))
        throw new Found('office-macros');
      if (/\/(control|activeXControlBinary)$/i.test(type))
        throw new Found('office-embedded', { part: target });
      if (targetmode.toLowerCase() !== 'external') return;
      const isLink = LINK.test(type) && SCHEMES.test(target.trim());
      if (!isLink) throw new Found('office-external', { part: target.slice(0, 100) });
    },
  });
}

function checkText(content: Buffer): void {
  // Each from its beginning: a field in another one begins anew.
  const fields = [''];
  readXml(content, {
    element({ name, attributes }) {
      if (name === 'ddelink') throw new Found('office-external', { part: 'DDE' });
      if (name === 'fldsimple') fields.push(attributes.instr ?? '');
      if (name === 'fldchar') fields.push('');
    },
    text(text, within) {
      if (within === 'instrtext') fields.push((fields.pop() ?? '') + text);
    },
  });
  const [, field] = fields.map((one) => FIELD.exec(one)).find((match) => match !== null) ?? [];
  if (field) throw new Found('office-external', { part: field });
}

function refuseEntities(content: Buffer): void {
  const isIn = (encoding: BufferEncoding) => content.subarray(0, 4096).includes('<!DOCTYPE', 0, encoding);
  if (isIn('latin1') || isIn('utf16le')) throw new Found('office-broken');
}

async function checkEmbedded(name: string, content: Buffer, lookInto: LookInto): Promise<void> {
  const ending = path.extname(name).toLowerCase();
  if (!Object.hasOwn(OOXML, ending)) throw new Found('office-embedded', { part: name });
  await lookInto(content, ending);
}
