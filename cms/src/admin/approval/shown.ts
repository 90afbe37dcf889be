import type { Shown } from '../../features/approval/api';

/** How the words of a value are said in the reader's language. */
export interface ShownWords {
  readonly yes: string;
  readonly no: string;
  readonly noAlternative: string;
  alternative(text: string): string;
  day(iso: string): string;
  moment(iso: string): string;
  bytes(size: number): string;
}

/** A value of an entry as plain text, so that any two of them can be compared word by word. */
export function textOf(shown: Shown | null, words: ShownWords): string {
  if (!shown) return '';
  switch (shown.as) {
    case 'text':
      return shown.text;
    case 'list':
      return shown.items.join('\n');
    case 'date':
      return words.day(shown.iso);
    case 'moment':
      return words.moment(shown.iso);
    case 'yes-no':
      return shown.value ? words.yes : words.no;
    case 'file':
      return [
        `${shown.name} (${words.bytes(shown.size)})`,
        shown.alternative ? words.alternative(shown.alternative) : words.noAlternative,
      ].join('\n');
  }
}
