import type { Block } from 'content-types';

/** Whether anything in a text can be seen: more than white space and zero-width characters. */
export function isVisible(text: string | undefined): text is string {
  return text !== undefined && /[^\p{White_Space}\p{Default_Ignorable_Code_Point}]/u.test(text);
}

/** The link that dials a number as people write it. */
export function telephone(number: string): string {
  return `tel:${number.replace(/[^\d+]/g, '')}`;
}

/** The name of a web address that has no better one: its host. */
export function hostOf(url: string): string {
  return new URL(url).host.replace(/^www\./, '');
}

/** The text of a block, without its formatting. */
export function plainText(block: Block): string {
  const words = (node: unknown): string => {
    const { text, children } = node as { text?: string; children?: unknown[] };
    return text ?? children?.map(words).join('') ?? '';
  };
  return words(block);
}

/**
 * The heading level of each block (undefined for other blocks), so that a body's headings start at
 * `from` and never skip a level, whatever levels the editor chose. Headings without text get none.
 */
export function headingLevels(blocks: readonly Block[], from: number): (number | undefined)[] {
  const headings = blocks.filter((block) => block.type === 'heading');
  const top = Math.min(...headings.map(({ level }) => level));
  let previous = from - 1;
  return blocks.map((block) => {
    if (block.type !== 'heading' || !isVisible(plainText(block))) return undefined;
    previous = Math.min(from + block.level - top, previous + 1, 6);
    return previous;
  });
}

/** A table as editors type it: a row on each line, cells between `|` or tabs, headings first. */
export function tableRows(cells: string): string[][] {
  return cells
    .split('\n')
    .filter((line) => line.trim())
    .map((line) => {
      const row = line.includes('\t') ? line : line.trim().replace(/^\||\|$/g, '');
      return row.split(line.includes('\t') ? '\t' : '|').map((cell) => cell.trim());
    });
}

/**
 * A list of blocks has a nested list after the item that it belongs to; HTML wants it inside. Pairs
 * each item with the lists that follow it.
 */
export function nestedItems(list: Extract<Block, { type: 'list' }>) {
  type Child = (typeof list.children)[number];
  const items: {
    item: Extract<Child, { type: 'list-item' }> | undefined;
    lists: Extract<Child, { type: 'list' }>[];
  }[] = [];
  for (const child of list.children) {
    const last = items.at(-1);
    if (child.type === 'list-item') items.push({ item: child, lists: [] });
    else if (last) last.lists.push(child);
    else items.push({ item: undefined, lists: [child] });
  }
  return items;
}
