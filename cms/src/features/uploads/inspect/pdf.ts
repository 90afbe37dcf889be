import {
  PDFArray,
  PDFContext,
  PDFDict,
  PDFInvalidObject,
  PDFName,
  type PDFObject,
  PDFParser,
  PDFRawStream,
  PDFRef,
} from '@cantoo/pdf-lib';
import type { UploadCode } from '../messages';
import { Found } from './finding';

/** Names of ISO 32000-2 that make a PDF do something or carry something, and what that is. */
const NAMES: Readonly<Record<string, UploadCode>> = {
  JavaScript: 'pdf-script',
  JS: 'pdf-script',
  Launch: 'pdf-action',
  ImportData: 'pdf-action',
  SubmitForm: 'pdf-action',
  GoToE: 'pdf-attachment',
  EmbeddedFile: 'pdf-attachment',
  EmbeddedFiles: 'pdf-attachment',
  FileAttachment: 'pdf-attachment',
  EF: 'pdf-attachment',
  RichMedia: 'pdf-media',
  RichMediaContent: 'pdf-media',
  RichMediaExecute: 'pdf-media',
  Rendition: 'pdf-media',
  Movie: 'pdf-media',
  Sound: 'pdf-media',
  OnInstantiate: 'pdf-script',
  XFA: 'pdf-xfa',
};
/** Where a name can stand as a value and mean this; elsewhere, such as for a font, it is a name as any other. */
const VALUED = ['S', 'Type', 'Subtype'];
/** What may happen by itself when a file, a page or a field is opened. */
const BY_ITSELF = ['GoTo', 'Named', 'Hide', 'SetOCGState', 'Trans', 'Thread', 'ResetForm', 'GoTo3DView'];

/** @throws Found when it is protected, cannot be read, or is more than pages to look at */
export async function lookIntoPdf(content: Buffer): Promise<void> {
  if (!content.subarray(0, 5).equals(Buffer.from('%PDF-'))) throw new Found('not-its-name');
  const { context, objects } = await parse(content);
  if (context.trailerInfo.Encrypt) throw new Found('pdf-password');
  for (const object of objects) refuseActive(context, object);
  // A reader follows the addresses at the file's end, which may lead to where the parser saw something else.
  refuseNames(content.toString('latin1'), (name) => name.length > 5);
  if (count(content.toString('latin1'), 'ObjStm') > objects.filter(isObjectStream).length)
    throw new Found('pdf-broken');
  if (!/%%EOF[\s\0]*$/.test(content.toString('latin1', Math.max(0, content.length - 4096))))
    throw new Found('pdf-broken');
}

interface Parsed {
  readonly context: PDFContext;
  /** Every object of the file, those that later ones took the place of too, and those in packed streams. */
  readonly objects: readonly PDFObject[];
}

async function parse(content: Buffer): Promise<Parsed> {
  const objects: PDFObject[] = [];
  const { assign } = PDFContext.prototype;
  PDFContext.prototype.assign = function (ref, object) {
    objects.push(object);
    assign.call(this, ref, object);
  };
  try {
    const context = await PDFParser.forBytesWithOptions(content, Number.POSITIVE_INFINITY).parseDocument();
    if (!(context.lookup(context.trailerInfo.Root) instanceof PDFDict)) throw new Found('pdf-broken');
    return { context, objects };
  } catch {
    throw new Found('pdf-broken');
  } finally {
    PDFContext.prototype.assign = assign;
  }
}

function refuseActive(context: PDFContext, object: PDFObject): void {
  if (object instanceof PDFInvalidObject) refuseUnread(object);
  if (object instanceof PDFRawStream) refuseActive(context, object.dict);
  if (object instanceof PDFArray) for (const one of object.asArray()) refuseActive(context, one);
  if (!(object instanceof PDFDict)) return;
  for (const [key, value] of object.entries()) {
    const name = key.decodeText();
    refuseName(name);
    if (VALUED.includes(name)) refuseName(nameOf(context, value));
    if (name === 'OpenAction') refuseByItself(context, value);
    if (name === 'AA') for (const action of actionsIn(context, value)) refuseByItself(context, action);
    refuseActive(context, value);
  }
}

function refuseName(name: string | undefined): void {
  const code = name !== undefined && Object.hasOwn(NAMES, name) ? NAMES[name] : undefined;
  if (code) throw new Found(code);
}

function nameOf(context: PDFContext, value: PDFObject): string | undefined {
  const found = value instanceof PDFRef ? context.lookup(value) : value;
  return found instanceof PDFName ? found.decodeText() : undefined;
}

function actionsIn(context: PDFContext, value: PDFObject): PDFObject[] {
  const found = value instanceof PDFRef ? context.lookup(value) : value;
  return found instanceof PDFDict ? found.values() : [];
}

/** A destination in the file is an array or a name; everything else is an action, which can have more behind it. */
function refuseByItself(context: PDFContext, value: PDFObject, depth = 0): void {
  const action = value instanceof PDFRef ? context.lookup(value) : value;
  if (!(action instanceof PDFDict)) return;
  const kind = action.get(PDFName.of('S'));
  const name = kind && (nameOf(context, kind) ?? '');
  refuseName(name);
  if (name !== undefined && !BY_ITSELF.includes(name)) throw new Found('pdf-action');
  const next = action.get(PDFName.of('Next'));
  if (next && depth > 20) throw new Found('pdf-broken');
  for (const one of next instanceof PDFArray ? next.asArray() : next ? [next] : [])
    refuseByItself(context, one, depth + 1);
}

/** What the parser could not read, a reader might. */
function refuseUnread(object: PDFInvalidObject): void {
  const bytes = Buffer.alloc(object.sizeInBytes());
  object.copyBytesInto(bytes, 0);
  const text = bytes.toString('latin1');
  refuseNames(text, () => true);
  if (count(text, 'ObjStm') > 0) throw new Found('pdf-broken');
}

const isObjectStream = (object: PDFObject) =>
  object instanceof PDFRawStream && object.dict.lookup(PDFName.of('Type')) === PDFName.of('ObjStm');

/** Each character as it is, or as # and its number in hexadecimal. */
const pattern = (name: string) =>
  [...name]
    .map((character) => `(?:${character}|#${character.charCodeAt(0).toString(16)})`)
    .join('')
    .replace(
      /#(\w\w)/g,
      (_all, hex: string) => `#${[...hex].map((digit) => `[${digit}${digit.toUpperCase()}]`).join('')}`,
    );

function count(text: string, name: string): number {
  return text.match(new RegExp(`/${pattern(name)}(?![\\w#])`, 'g'))?.length ?? 0;
}

function refuseNames(text: string, which: (name: string) => boolean): void {
  for (const [name, code] of Object.entries(NAMES))
    if (which(name) && count(text, name) > 0) throw new Found(code);
}
