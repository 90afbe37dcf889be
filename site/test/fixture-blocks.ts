import type { Block } from 'content-types';

/** Paragraphs of plain text as blocks; `## x` is a heading, `- x` an item of a list. */
export function blocks(...texts: string[]): Block[] {
  const words = (text: string) => [{ type: 'text' as const, text }];
  return texts.map((text): Block => {
    const heading = /^(#+) (.*)$/s.exec(text);
    if (heading)
      return { type: 'heading', level: heading[1]?.length ?? 2, children: words(heading[2] ?? '') };
    if (!text.startsWith('- ')) return { type: 'paragraph', children: words(text) };
    const items = text.split('\n').map((item) => ({
      type: 'list-item' as const,
      children: words(item.slice(2)),
    }));
    return { type: 'list', format: 'unordered', children: items };
  });
}
