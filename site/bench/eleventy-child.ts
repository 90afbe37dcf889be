import { createReadStream, readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import Eleventy from '@11ty/eleventy';
import { type EntryLine, entryLine } from 'content-types';
import { root } from '../kernel/settings.ts';

/** Eleventy in a process of its own: `<entries> <output>`; sends the number of pages that it wrote. */

const [, , file = '', output = ''] = process.argv;
const styles = ['tokens', 'base'].map((name) => readFileSync(`${root}site/src/styles/${name}.css`, 'utf8'));

const entries: unknown[] = [];
for await (const line of createInterface({ input: createReadStream(file) })) {
  entries.push(entryOf(entryLine.parse(JSON.parse(line))));
}
const input = fileURLToPath(new URL('eleventy/', import.meta.url));
const eleventy = new Eleventy(input, output, {
  quietMode: true,
  config: (config: { addGlobalData(name: string, value: unknown): void }) => {
    config.addGlobalData('entries', () => entries);
    config.addGlobalData('frame', () => frame);
  },
});
const written = (await eleventy.write()) as readonly unknown[][];
process.send?.(written[1]?.length ?? 0);

function entryOf({ type, locale, fields }: EntryLine) {
  const texts: string[] = [];
  JSON.stringify(fields, (name, value) => {
    if (name === 'text' && typeof value === 'string') texts.push(value);
    return value;
  });
  const { slug, code, vocabulary, title, name, summary = '' } = fields;
  return {
    type,
    locale,
    key: [vocabulary, slug ?? code].filter(Boolean).join('-'),
    title: title ?? name,
    summary,
    paragraphs: texts,
  };
}

function frame(locale: string, title: string, body: string): string {
  const links = Array.from(
    { length: 12 },
    (_, index) => `<li><a href="/s${index}/">Section ${index}</a></li>`,
  );
  const nav = `<nav><ul>${links.join('')}</ul></nav>`;
  return `<!doctype html><html lang="${locale}"><head><meta charset="utf-8"><title>${title}</title><style>${styles.join('')}</style></head><body><header>${nav}</header><main><h1>${title}</h1>${body}</main><footer>${nav}</footer></body></html>`;
}
