import type { Block } from 'content-types';

type Inline = { type: string; text?: string; url?: string; children?: Inline[]; [mark: string]: unknown };

/** Signs for what is not words, as people write them in plain e-mails. */
const MARKS = { bold: '**', italic: '_', underline: '__', strikethrough: '~~', code: '`' } as const;

/**
 * Formatted text as plain text: a paragraph a line, list items with their sign or number, links with
 * their address in brackets.
 * @param marked also shows what is not words: bold, levels of headings, kinds of blocks
 */
export function plainText(blocks: readonly Block[], marked = false): string {
  return blocks.map((block) => blockText(block, marked)).join('\n');
}

function blockText(block: Block, marked: boolean): string {
  if (block.type === 'list') return listText(block, marked, '');
  const words = inlineText(block.children, marked);
  if (!marked || block.type === 'paragraph') return words;
  if (block.type === 'heading') return `${'#'.repeat(block.level)} ${words}`;
  return block.type === 'quote' ? `> ${words}` : `\`\`\` ${words}`;
}

type List = Extract<Block, { type: 'list' }>;

function listText({ format, children }: List, marked: boolean, indent: string): string {
  let number = 0;
  return children
    .map((item) => {
      if (item.type === 'list') return listText(item, marked, `${indent}  `);
      number += 1;
      return `${indent}${format === 'ordered' ? `${number}.` : '•'} ${inlineText(item.children, marked)}`;
    })
    .join('\n');
}

function inlineText(nodes: readonly Inline[], marked: boolean): string {
  return nodes
    .map((node) => {
      if (node.type === 'link') return `${inlineText(node.children ?? [], marked)} [${node.url}]`;
      const marks = marked ? Object.entries(MARKS).filter(([mark]) => node[mark] === true) : [];
      return marks.reduce((text, [, sign]) => sign + text + sign, node.text ?? '');
    })
    .join('');
}
