import { Found } from './finding';

/** What browsers take for a page, and shells and systems for a program, whatever its name. */
const PAGE = /^\s*(<[!?a-z]|#!|MZ|%PDF-)|<(script|html|iframe|svg|object|embed)[\s>/]/i;

/**
 * A table as text. Formulas in its cells are not looked at: a moderator sees the file, and what the platform
 * writes itself has none.
 * @throws Found when it is no text in UTF-8, or a page
 */
export function lookIntoText(content: Buffer): void {
  const text = decoded(content);
  // Tabs and line ends are all that a table needs of these.
  if (/[^\P{Cc}\t\r\n]/u.test(text)) throw new Found('not-its-name');
  if (PAGE.test(text)) throw new Found('not-its-name');
}

function decoded(content: Buffer): string {
  if (content.includes(0)) throw new Found(isUtf16(content) ? 'text-encoding' : 'not-its-name');
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(content);
  } catch {
    throw new Found('text-encoding');
  }
}

const isUtf16 = (content: Buffer) => ['fffe', 'feff'].includes(content.toString('hex', 0, 2));
