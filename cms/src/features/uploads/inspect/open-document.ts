import { typeOfName } from '../kinds';
import type { Parts } from './archive';
import { Found } from './finding';
import { type Element, readXml } from './xml';

const SCRIPTS = /^(basic|scripts|dialogs)\//i;
/** Elements that fetch or run what is named in them, unless that lies in the file itself. */
const FETCHING = [
  'image',
  'object',
  'object-ole',
  'plugin',
  'applet',
  'floating-frame',
  'section-source',
  'fill-image',
  'audio',
  'video',
  'table-source',
  'cell-range-source',
  'background-image',
];
const EXTERNAL = /^[a-z][\w+.-]*:|^\/\/|^\.\.\//i;

/**
 * A text, table or presentation of OpenDocument (ISO/IEC 26300).
 * @throws Found
 */
export function lookIntoOpenDocument(parts: Parts, ending: string): void {
  if (parts.get('mimetype')?.toString('latin1') !== typeOfName(`a${ending}`)) throw new Found('not-its-name');
  const manifest = parts.get('META-INF/manifest.xml');
  if (!manifest || !parts.has('content.xml')) throw new Found('office-broken');
  readXml(manifest, { element: checkListed });
  for (const [name, content] of parts) {
    if (SCRIPTS.test(name)) throw new Found('office-macros');
    // Charts and formulas are folders with a content.xml; what lies there as one file is a program's own.
    if (/^Object [^/]*$/.test(name)) throw new Found('office-embedded', { part: name });
    if (/\.(xml|rdf)$/i.test(name)) readXml(content, { element: checkElement });
  }
}

function checkListed({ name, attributes }: Element): void {
  if (name === 'encryption-data') throw new Found('office-password');
  if (name !== 'file-entry') return;
  const { 'media-type': type = '', 'full-path': place = '' } = attributes;
  if (/sun\.star\.oleobject|x-java|javascript/i.test(type))
    throw new Found('office-embedded', { part: place });
}

function checkElement({ name, attributes }: Element): void {
  if (name === 'script' || (name === 'event-listener' && isScript(attributes)))
    throw new Found('office-macros');
  if (name.startsWith('dde-')) throw new Found('office-external', { part: 'DDE' });
  const { href = '' } = attributes;
  if (/^\s*(vnd\.sun\.star\.script|macro|javascript|vbscript):/i.test(href)) throw new Found('office-macros');
  if (FETCHING.includes(name) && EXTERNAL.test(href.trim()))
    throw new Found('office-external', { part: href.slice(0, 100) });
}

/** A click in a presentation that turns the page is a listener too. */
function isScript({ language, action = '', 'macro-name': macro }: Element['attributes']): boolean {
  return language !== undefined || macro !== undefined || /^(execute|macro|verb)$/i.test(action);
}
