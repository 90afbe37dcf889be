import sax, { parser, type Tag } from 'sax';
import { Found } from './finding';

/** Pictures can stand in attributes; what is read lies in memory already. */
Object.assign(sax, { MAX_BUFFER_LENGTH: Number.POSITIVE_INFINITY });

/** An element as it begins: names without their prefixes, small letters. */
export interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
}

interface Reader {
  readonly element?: (element: Element) => void;
  /** Text, with the element that it stands in. */
  readonly text?: (text: string, within: string) => void;
}

/** The encodings of XML's files in office documents, by how they begin; UTF-8 otherwise. */
const ENCODINGS: Readonly<Record<string, string>> = {
  fffe: 'utf-16le',
  feff: 'utf-16be',
  '3c00': 'utf-16le',
  '003c': 'utf-16be',
};

/**
 * Reads a part of an office document.
 * @throws Found when it is not well-formed, or defines entities, of which office formats know none
 */
export function readXml(content: Buffer, { element, text }: Reader): void {
  const reader = parser(true, { position: false });
  const open: string[] = [];
  const broken = () => {
    throw new Found('office-broken');
  };
  reader.onerror = broken;
  reader.ondoctype = (doctype) => {
    if (/ENTITY/i.test(doctype)) broken();
  };
  reader.onopentag = (tag) => {
    const name = local(tag.name);
    open.push(name);
    element?.({ name, attributes: attributesOf(tag as Tag) });
  };
  reader.onclosetag = () => {
    open.pop();
  };
  reader.ontext = (found) => text?.(found, open.at(-1) ?? '');
  reader.oncdata = (found) => text?.(found, open.at(-1) ?? '');
  reader.write(decoded(content)).close();
}

function decoded(content: Buffer): string {
  const encoding = ENCODINGS[content.toString('hex', 0, 2)] ?? 'utf-8';
  try {
    const text = new TextDecoder(encoding, { fatal: true }).decode(content);
    const [, declared = 'utf-8'] = /^\s*<\?xml[^>]*\sencoding\s*=\s*["']([\w-]+)/.exec(text) ?? [];
    // Another would be read as something else by an office program.
    if (!/^utf-?(8|16(le|be)?)$/i.test(declared)) throw new Found('office-broken');
    return text;
  } catch {
    throw new Found('office-broken');
  }
}

const local = (name: string) => name.slice(name.indexOf(':') + 1).toLowerCase();

const attributesOf = ({ attributes }: Tag) =>
  Object.fromEntries(Object.entries(attributes).map(([name, value]) => [local(name), value]));
