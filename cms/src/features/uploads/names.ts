import path from 'node:path';
import { ALLOWED_ENDINGS, typeOfName } from './kinds';
import type { MessageValues, UploadCode } from './messages';

const MAX_NAME = 200;

/**
 * Control characters, those that turn the direction of text round or do not show, and what stands for folders.
 * The two joiners (U+200C, U+200D) stay: Bengali is written with them.
 */
const FORBIDDEN =
  /[\p{Cc}\p{Cs}\p{Co}\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb<>:"/\\|?*]/u;

/** Endings of programs and pages: within a name they make people or programs open it as such. */
const PROGRAMS =
  /\.(exe|scr|bat|cmd|msi|ps1|vbs?|vbe|wsf|jse?|mjs|jar|lnk|hta|html?|xhtml|svg|xml|swf|php\d?|phtml|aspx?|jsp|cgi|sh|py|pl|apk|docm|xlsm|pptm|dll|iso)(\.|$)/i;

/** What is wrong with a name. */
export interface FileNameProblem {
  readonly code: UploadCode;
  readonly values: MessageValues;
}

/** A name as it can be shown to people whatever is in it. */
export function shownName(name: string): string {
  return name.slice(0, MAX_NAME).replace(new RegExp(FORBIDDEN, 'gu'), '\ufffd');
}

/** What is wrong with the name of a file that is uploaded; undefined when nothing is. */
export function nameProblem(name: string): FileNameProblem | undefined {
  const problem = (code: UploadCode, values: MessageValues = {}): FileNameProblem => ({
    code,
    values: { name: shownName(name), ...values },
  });
  if (typeOfName(name) === undefined) return problem('name-ending', { endings: ALLOWED_ENDINGS.join(', ') });
  if (PROGRAMS.test(path.basename(name, path.extname(name)))) return problem('name-two-endings');
  return titleProblem(name);
}

/** What is wrong with the name under which a stored file is shown. */
export function titleProblem(name: string): FileNameProblem | undefined {
  const values = { name: shownName(name) };
  if (name.length > MAX_NAME) return { code: 'name-length', values: { ...values, limit: MAX_NAME } };
  if (FORBIDDEN.test(name) || /^[\s.]|[\s.]$/.test(name)) return { code: 'name-characters', values };
  return undefined;
}
