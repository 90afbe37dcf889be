import { type ChangeObject, diffArrays } from 'diff';

/** A run of a text: as it was, taken out, or put in. */
export interface TextRun {
  readonly kind: 'same' | 'removed' | 'added';
  readonly text: string;
}

/** More differing words than this are shown as one replaced text: nobody reads such a patchwork. */
const MOST_EDITS = 1500;

/**
 * What changed between two texts, word by word in the language's own words.
 * Spaces between two changed words belong to the change, so that a rewritten phrase reads as one.
 */
export function markWords(before: string, after: string, language: string): TextRun[] {
  const segmenter = new Intl.Segmenter(language, { granularity: 'word' });
  const words = (text: string) => Array.from(segmenter.segment(text), ({ segment }) => segment);
  const changes = diffArrays(words(before), words(after), { maxEditLength: MOST_EDITS });
  if (!changes) {
    return [
      { kind: 'removed', text: before },
      { kind: 'added', text: after },
    ];
  }
  return joinPhrases(changes);
}

function joinPhrases(changes: readonly ChangeObject<string[]>[]): TextRun[] {
  const runs: TextRun[] = [];
  let removed = '';
  let added = '';
  const close = () => {
    if (removed) runs.push({ kind: 'removed', text: removed });
    if (added) runs.push({ kind: 'added', text: added });
    removed = '';
    added = '';
  };
  for (const [index, { added: isAdded, removed: isRemoved, value }] of changes.entries()) {
    const text = value.join('');
    if (isAdded) added += text;
    else if (isRemoved) removed += text;
    else if (/^[^\S\n]+$/.test(text) && removed && added && index < changes.length - 1) {
      removed += text;
      added += text;
    } else {
      close();
      runs.push({ kind: 'same', text });
    }
  }
  close();
  return runs;
}

/** Characters of an unchanged run that stay readable on either side of a change. */
const CONTEXT = 160;

/** An unchanged run, shortened to what helps to place the changes around it. */
export function shorten(text: string, place: 'first' | 'middle' | 'last'): string {
  const keepStart = place !== 'first';
  const keepEnd = place !== 'last';
  const sides = Number(keepStart) + Number(keepEnd);
  if (text.length <= CONTEXT * (sides + 1)) return text;
  const start = keepStart ? text.slice(0, wordEnd(text, CONTEXT)) : '';
  const end = keepEnd ? text.slice(wordStart(text, text.length - CONTEXT)) : '';
  return `${start} […] ${end}`.trim();
}

function wordEnd(text: string, from: number): number {
  const space = text.indexOf(' ', from);
  return space === -1 ? text.length : space;
}

function wordStart(text: string, from: number): number {
  return text.lastIndexOf(' ', from) + 1;
}
