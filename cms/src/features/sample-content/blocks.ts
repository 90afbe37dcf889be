import type { Block } from 'content-types';
import type { List, PhrasingContent, RootContent } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';

type Inline = Extract<Block, { type: 'paragraph' | 'quote' | 'code' }>['children'][number];
type Text = Extract<Inline, { type: 'text' }>;
type BlockList = Extract<Block, { type: 'list' }>;
type Marks = Pick<Text, 'bold' | 'italic' | 'code'>;

/**
 * Turns the Markdown of the sample content into blocks of Strapi's editor.
 * @throws Error for Markdown that blocks cannot hold, such as pictures, tables and HTML.
 */
export function blocksFromMarkdown(markdown: string): Block[] {
  return fromMarkdown(markdown.normalize('NFC')).children.map(block);
}

function block(node: RootContent): Block {
  switch (node.type) {
    case 'paragraph':
      return { type: 'paragraph', children: inlines(node.children) };
    case 'heading':
      return { type: 'heading', level: node.depth, children: inlines(node.children) };
    case 'blockquote':
      return {
        type: 'quote',
        children: node.children.flatMap((p) =>
          'children' in p ? inlines(p.children as PhrasingContent[]) : [],
        ),
      };
    case 'code':
      return { type: 'code', children: [{ type: 'text', text: node.value }] };
    case 'list':
      return list(node);
    default:
      throw new Error(`the text holds a ${node.type}, which blocks cannot hold`);
  }
}

function list({ ordered, children }: List): BlockList {
  const items = children.flatMap((item): BlockList['children'] => {
    const nested = item.children.filter((child) => child.type === 'list').map(list);
    const own = item.children.flatMap((child) => (child.type === 'paragraph' ? inlines(child.children) : []));
    return [{ type: 'list-item', children: own }, ...nested];
  });
  return { type: 'list', format: ordered ? 'ordered' : 'unordered', children: items };
}

function inlines(nodes: PhrasingContent[], marks: Marks = {}): Inline[] {
  return nodes.flatMap((node): Inline[] => {
    switch (node.type) {
      case 'text':
        return [{ type: 'text', text: node.value.replaceAll(/\s*\n\s*/g, ' '), ...marks }];
      case 'strong':
        return inlines(node.children, { ...marks, bold: true });
      case 'emphasis':
        return inlines(node.children, { ...marks, italic: true });
      case 'inlineCode':
        return [{ type: 'text', text: node.value, ...marks, code: true }];
      case 'break':
        return [{ type: 'text', text: '\n', ...marks }];
      case 'link':
        return [
          {
            type: 'link',
            url: node.url,
            children: inlines(node.children, marks).filter((child): child is Text => child.type === 'text'),
          },
        ];
      default:
        throw new Error(`the text holds a ${node.type}, which blocks cannot hold`);
    }
  });
}
