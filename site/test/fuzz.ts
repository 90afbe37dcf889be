import {
  type Component,
  type EntryLine,
  type ExportLine,
  type Field,
  type Fields,
  types,
} from 'content-types';
import { SITE_URL } from './build.ts';
import { fixtureLines } from './fixture.ts';

/** Every field of every type filled with what nobody expects in it, the same each time. */

/** A character of every 16: no block of Unicode is smaller. https://www.unicode.org/Public/UNIDATA/Blocks.txt */
const everyBlock = Array.from({ length: 0x110000 / 16 }, (_, index) => String.fromCodePoint(index * 16));
const CHUNK = 120;
const blocksOfUnicode = Array.from(
  { length: Math.ceil(everyBlock.length / CHUNK) },
  (_, index) =>
    // Visible, whatever is in the chunk.
    `x${everyBlock.slice(index * CHUNK, (index + 1) * CHUNK).join('')}`,
)
  // Planes without an assigned character tell nothing new after the first chunk.
  .filter((_, index) => index < 0x20000 / 16 / CHUNK || index % 50 === 0);

const controls = String.fromCodePoint(...Array.from({ length: 32 }, (_, code) => code), 127, 128, 133, 159);

const TEXTS: readonly string[] = [
  'The minister said &quot;yes&quot;.',
  '&amp;lt;b&amp;gt; &#0; &#x1F; &nbsp; &lt;/script&gt; &notanentity; &',
  `x${controls}y`,
  'x\ud800y\udfffz',
  'x\ufdd0\uffff\u{1fffe}y',
  '</script><script>document.title="x"</script>',
  '<!--<script> --> ]]> <![CDATA[ <?xml ?> <!doctype',
  '"><img src=x onerror=alert(1)><svg onload=alert(1)>',
  '</title></style></textarea></noscript><iframe src=javascript:alert(1)>',
  // biome-ignore lint/suspicious/noTemplateCurlyInString: that is what it is about
  '${process.exit(1)} {{x}} {x} <%= x %> $& $1 $` %s \\u003c \\',
  'x\u2028y\u2029z\u0085\u000b',
  '\u202eabc\u2066def\u2069\u202c\u200f x',
  'x\u0300\u0301'.repeat(40),
  '/media/x.avif /files/x.pdf https://social-protection.example/media/none.avif',
  "' OR 1=1 -- ` | || &&",
  '| | |\n|\t|\n\n\t\t\n# x\n',
  '𝔘𝔫𝔦 👩‍👩‍👧‍👦 ক্ষ্ম্য ﷽',
  ...blocksOfUnicode,
];
const LONG = 'লম্বা লেখা '.repeat(10_000);

const URLS = [
  'https://example.org/%zz?a=%&b="<>',
  'https://[::1]/x',
  'https://xn--ls8h.example/#<script>',
  'https://example.org/\u202e',
];
/** Of pages of the site that are not there: what names one has to be left out. */
const DEAD = [`${SITE_URL}/nowhere/`, `${SITE_URL}/%zz`];
const LINKS = [
  ...URLS,
  ...DEAD,
  'http://[',
  'https://',
  'HTTPS://SOCIAL-PROTECTION.EXAMPLE/%ff/#%ff',
  '/programmes/#%zz',
  '/programmes/?%zz ',
  '/\\example.org/',
  '/%zz/',
  '/../../x',
  'mailto:%',
  'tel:\u0000',
  '#%zz',
];
const NUMBERS = [0, 1, 7, 1e9, Number.MAX_SAFE_INTEGER];
const DATES = ['0000-01-01', '0001-02-03', '2024-02-29', '9999-12-31'];
const MOMENTS = ['0000-01-01T00:00:00Z', '2024-02-29T23:59:59.999Z', '9999-12-31T23:59:59Z'];
const DEPTHS = [2, 40, 700, 2000];

/** So many exports have every text in every field of every type, at least once. */
export const ROUNDS = TEXTS.length + 1;

class Values {
  #count: number;

  constructor(round: number) {
    this.#count = round;
  }

  /** Round after round a field gets another one. */
  #next<T>(all: readonly T[]): T {
    this.#count += 1;
    return all[this.#count % all.length] as T;
  }

  text(max: number): string {
    const text = this.#next([...TEXTS, LONG]);
    // Not in the middle of a pair, which would be another test.
    return [...text].slice(0, Math.floor(max / 2)).join('');
  }

  blocks(): unknown[] {
    const text = (words: string) => ({ type: 'text', text: words, bold: true, code: true });
    let list: object = { type: 'list-item', children: [text('x')] };
    const depth = this.#next([...Array.from({ length: 40 }, () => 2), ...DEPTHS]);
    for (let level = 0; level < depth; level += 1)
      list = { type: 'list', format: 'ordered', children: [list] };
    return [
      {
        type: 'paragraph',
        children: [
          text(this.#next([...TEXTS, LONG])),
          { type: 'link', url: this.#next(LINKS), children: [text(this.#next(TEXTS))] },
        ],
      },
      { type: 'heading', level: this.#next([1, 4, 6, 2]), children: [text(this.#next(TEXTS))] },
      { type: this.#next(['quote', 'code']), children: [text(this.#next(TEXTS))] },
      list,
    ];
  }

  of({ attribute }: Field): unknown {
    const { type, maxLength, min, regex } = attribute;
    if (type === 'string' && String(regex).startsWith('^https'))
      return this.#next(URLS.concat(this.#next([...URLS, ...DEAD])));
    if (type === 'string' && regex) return undefined;
    if (type === 'string' || type === 'text') return this.text(Number(maxLength ?? 5000));
    if (type === 'blocks') return this.blocks();
    if (type === 'integer' || type === 'decimal') return Math.max(Number(min ?? 0), this.#next(NUMBERS));
    if (type === 'date') return this.#next(DATES);
    return type === 'datetime' ? this.#next(MOMENTS) : undefined;
  }
}

type Data = Record<string, unknown>;

function filled(fields: Fields, data: Data, values: Values, spared: readonly string[]): Data {
  const made: Data = { ...data };
  for (const [name, field] of Object.entries(fields)) {
    if (field.reference || spared.includes(name)) continue;
    const { components = [] } = field;
    const inner = (part: unknown) => filledPart(components, part as Data, values);
    const value = data[name];
    if (components.length > 0) {
      if (Array.isArray(value)) made[name] = value.map(inner);
      else if (value) made[name] = inner(value);
    } else made[name] = values.of(field) ?? value;
  }
  return made;
}

function filledPart(components: readonly Component[], part: Data, values: Values): Data {
  const component =
    components.length === 1 ? components[0] : components.find(({ uid }) => uid === part.component);
  return component ? filled(component.fields, part, values, []) : part;
}

/** The fixture with all that people write in it exchanged; what is what, and whose, stays. */
export function fuzzedLines(round: number): ExportLine[] {
  const values = new Values(round);
  return fixtureLines().map((line) => {
    if (line.line === 'entry') return fuzzedEntry(line, values);
    if (line.line !== 'notice') return line;
    const words = { bn: `x${values.text(200)}`, en: `x${values.text(200)}` };
    return { ...line, notice: words, title: words };
  });
}

function fuzzedEntry(line: EntryLine, values: Values): EntryLine {
  const type = types[line.type as keyof typeof types] as { fields: Fields; key?: string };
  const fields = filled(type.fields, line.fields, values, type.key ? [type.key] : []);
  return { ...line, fields };
}
