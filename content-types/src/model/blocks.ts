import { z } from 'zod';

type BlockText = {
  type: 'text';
  text: string;
  bold?: boolean;
  italic?: boolean;
  underline?: boolean;
  strikethrough?: boolean;
  code?: boolean;
};
type BlockLink = { type: 'link'; url: string; children: BlockText[] };
type BlockItem = { type: 'list-item'; children: (BlockText | BlockLink)[] };
type BlockList = { type: 'list'; format: 'ordered' | 'unordered'; children: (BlockItem | BlockList)[] };
/** One block of Strapi's Blocks editor, as exported. Images are figures, so there are none here. */
export type Block =
  | { type: 'paragraph' | 'quote' | 'code'; children: (BlockText | BlockLink)[] }
  | { type: 'heading'; level: number; children: (BlockText | BlockLink)[] }
  | BlockList;

const blockText = z.object({
  type: z.literal('text'),
  text: z.string(),
  bold: z.boolean().optional(),
  italic: z.boolean().optional(),
  underline: z.boolean().optional(),
  strikethrough: z.boolean().optional(),
  code: z.boolean().optional(),
});
/** Where links may lead: the web, mail, telephone, or another page of the site. */
export const LINK_PATTERN = /^(https?:\/\/|mailto:|tel:|\/(?!\/)|#)/i;
const blockLink = z.object({
  type: z.literal('link'),
  url: z.string().regex(LINK_PATTERN),
  children: z.array(blockText),
});
const inline = z.array(z.union([blockText, blockLink]));
const listItem = z.object({ type: z.literal('list-item'), children: inline });
const list: z.ZodType<BlockList> = z.object({
  type: z.literal('list'),
  format: z.enum(['ordered', 'unordered']),
  get children() {
    return z.array(z.union([listItem, list]));
  },
});
export const blocksEntry: z.ZodType<Block[]> = z.array(
  z.union([
    z.object({ type: z.enum(['paragraph', 'quote', 'code']), children: inline }),
    z.object({ type: z.literal('heading'), level: z.int().min(1).max(6), children: inline }),
    list,
  ]),
);
