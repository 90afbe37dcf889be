/** One piece of markup, or a `<` that begins none. https://www.w3.org/TR/xml/#NT-content */
const MARKUP =
  /<\?[\s\S]*?\?>|<!--[\s\S]*?-->|<!\[CDATA\[[\s\S]*?\]\]>|<(?<close>\/?)(?<name>[\p{L}_][\p{L}\p{N}_:.-]*)(?<attributes>(?:\s+[\p{L}_][\p{L}\p{N}_:.-]*\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(?<empty>\/?)>|(?<stray><)/gu;
const STRAY_AMPERSAND = /&(?!(?:amp|lt|gt|quot|apos|#\d+|#x[\da-f]+);)/i;
const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/**
 * Whether a feed or sitemap is well formed. Document types are not: ours have none.
 * @returns what is wrong, or undefined.
 */
export function xmlProblem(xml: string): string | undefined {
  const open: string[] = [];
  let roots = 0;
  let text = '';
  let end = 0;
  for (const match of xml.matchAll(MARKUP)) {
    const { close, name, attributes, empty, stray } = match.groups ?? {};
    text += xml.slice(end, match.index);
    end = match.index + match[0].length;
    if (stray) return `a "<" that begins nothing, at character ${match.index}`;
    if (!name) continue;
    text += attributes;
    if (close) {
      const expected = open.pop();
      if (expected !== name) return `</${name}> closes <${expected ?? 'nothing'}>`;
      continue;
    }
    if (open.length === 0) roots += 1;
    if (!empty) open.push(name);
  }
  if (open.length > 0) return `<${open.at(-1)}> is not closed`;
  if (roots !== 1) return `${roots} outermost elements instead of one`;
  if (STRAY_AMPERSAND.test(text + xml.slice(end))) return 'an "&" that begins no entity';
  return undefined;
}

/** The addresses that a feed or sitemap gives: `<loc>` and `href`. */
export function xmlAddresses(xml: string): string[] {
  const found = xml.matchAll(/<loc>([^<]*)<\/loc>|\shref=(?:"([^"]*)"|'([^']*)')/g);
  return [...found].map(([, loc, double, single]) => plain(loc ?? double ?? single ?? '').trim());
}

function plain(text: string): string {
  return text.replace(/&(amp|lt|gt|quot|apos);/g, (_, name: string) => ENTITIES[name] ?? '');
}
