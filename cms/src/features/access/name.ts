/** Letters, as people count them, that a whole name has at most. */
const LONGEST = 80;

/** Why a name is refused. */
export type NameProblem = 'long' | 'signs' | 'scripts' | 'address';

/**
 * What a name may be made of: letters, digits, marks, joiners, and the punctuation of designations. No line
 * breaks, no signs that turn the direction of writing, no quotation marks, which stand around names, and no
 * colon.
 */
const SIGNS = /^(?:[\p{L}\p{M}0-9\u09e6-\u09ef .,()/&\-\u2013'\u2019]|\u200c|\u200d)*$/u;
/** Letters of Latin in other places than the usual, such as ᴍ, and what nobody sees, such as Hangul’s filler. */
const ODD_LATIN = /(?=\p{Script=Latin})[^a-zA-Z\u00c0-\u024f\u1e00-\u1eff]/u;
const UNSEEN = /(?!\u200c|\u200d)\p{Default_Ignorable_Code_Point}/u;
const JOINER_ELSEWHERE = /(?<![\u0980-\u09ff])[\u200c\u200d]|[\u200c\u200d](?![\u0980-\u09ff])/u;
/** More marks on one letter than any word of Bengali has. */
const HEAP_OF_MARKS = /\p{M}{4}/u;
/** Marks that belong to no script are accents piled on: composed letters have none left. */
const LOOSE_MARK = /\p{Script=Inherited}/u;
const ADDRESS = /www\.|[\p{L}\p{M}\p{N}]{2}\.[\p{L}\p{M}]{2}/iu;
const LATIN = /\p{Script=Latin}/u;
const BENGALI = /\p{Script=Bengali}/u;
const OTHER = /(?!\p{Script=Latin}|\p{Script=Bengali})\p{L}/u;

/** The name as it is stored: composed (NFC), without spaces around it or in a row. */
export const tidyName = (typed: string): string => typed.normalize('NFC').replace(/ +/g, ' ').trim();

/**
 * What is wrong with a name that somebody gives themselves or others; undefined when nothing is. Role words
 * are no fault: the role is shown from what we know.
 * @param name the whole name, tidied
 */
export function nameProblem(name: string): NameProblem | undefined {
  if ([...new Intl.Segmenter('bn').segment(name.slice(0, LONGEST * 20))].length > LONGEST) return 'long';
  // Letters that only look like others, such as 𝐌 and Ｍ, have a plain form; those of Bengali do not change.
  const plain = name.normalize('NFKC') === name.normalize('NFC');
  if (!plain || !SIGNS.test(name)) return 'signs';
  if ([ODD_LATIN, UNSEEN, JOINER_ELSEWHERE].some((sign) => sign.test(name))) return 'signs';
  if (HEAP_OF_MARKS.test(name) || LOOSE_MARK.test(name.replace(/[\u200c\u200d]/g, ''))) return 'signs';
  // А of Cyrillic among Latin letters looks the same (Unicode TR39). Bengali beside Latin does not.
  if (OTHER.test(name) && (LATIN.test(name) || BENGALI.test(name) || scripts(name) > 1)) return 'scripts';
  return ADDRESS.test(name) ? 'address' : undefined;
}

/** How many of the scripts that look alike are in a text. */
function scripts(text: string): number {
  return [/\p{Script=Cyrillic}/u, /\p{Script=Greek}/u, /\p{Script=Armenian}/u, /\p{Script=Cherokee}/u].filter(
    (one) => one.test(text),
  ).length;
}

/** The name that an account shows, or its e-mail address where it has none. */
export function nameOf(user: { firstname?: string | null; lastname?: string | null; email: string }): string {
  return [user.firstname, user.lastname].filter(Boolean).join(' ') || user.email;
}
