import path from 'node:path';
import type { Core } from '@strapi/strapi';
import { type ContentType, type Locale, locales, typeByName, typeNames, types } from 'content-types';
import { uidOf } from '../../kernel/content/references';
import { type Surroundings, sampleData } from './data';
import { SampleFiles } from './files';
import type { PdfText } from './pdf';
import { readSampleContent, type SampleEntry } from './read';

/** Says how far long work has come. */
export type Progress = (done: number, of: number) => void;

/**
 * Loads the sample content through the document service. What was loaded before is left as people
 * have changed it since, deleted entries too; a load that broke off goes on where it stopped.
 * @param folder the sample content's folder
 * @param only names of the types to load; all of them when there are none
 * @returns how many entries were new
 * @throws Error naming type, entry, language and field of a sample that cannot be stored
 */
export async function loadSampleContent(
  strapi: Core.Strapi,
  folder: string,
  only: readonly string[],
  progress: Progress,
): Promise<number> {
  const unknown = only.find((name) => !typeByName(name));
  if (unknown !== undefined)
    throw new Error(`there is no type “${unknown}”; there are ${typeNames.join(', ')}`);
  const done = new DoneList(strapi);
  await done.read();
  const wanted = (await readSampleContent(folder)).filter(
    ({ type }) => only.length === 0 || only.includes(type),
  );
  const entries = wanted.filter((entry) => !done.has(entry));
  const files = new SampleFiles(strapi, path.join(folder, 'images'));
  const documents = new Map<string, string>();
  for (const type of Object.values<ContentType>(types)) {
    const select = ['documentId', type.key ?? [], type.keyScope ?? []].flat();
    for (const row of await strapi.db.query(uidOf(type)).findMany({ select })) {
      documents.set(nameIn(type, row, type.key ? row[type.key] : type.name), row.documentId);
    }
  }
  // First every entry with what can be referred to by then, then what refers to later ones.
  const later: SampleEntry[] = [];
  const steps = entries.length * 2;
  for (const [index, entry] of entries.entries()) {
    if (await saveDraft(strapi, entry, { documents, files })) later.push(entry);
    progress(index + 1, steps);
  }
  for (const entry of later) await saveDraft(strapi, entry, { documents, files });
  for (const [index, entry] of entries.entries()) {
    // Together: broken off in between, it would be published twice.
    await strapi.db.transaction(async () => {
      if (!entry.draft) await publish(strapi, entry, documents);
      await done.add(entry);
    });
    progress(entries.length + index + 1, steps);
  }
  return entries.length;
}

interface Loading {
  readonly documents: Map<string, string>;
  readonly files: SampleFiles;
}

/** `type/key`, with the vocabulary between them for terms. */
function nameIn(type: ContentType, fields: Record<string, unknown>, key: string): string {
  return [type.name, type.keyScope ? fields[type.keyScope] : [], key].flat().join('/');
}

const nameOf = ({ type, key, versions }: SampleEntry) =>
  nameIn(types[type], versions.bn ?? versions.en ?? {}, key);

/** Stores both languages; answers whether some reference leads to an entry that does not exist yet. */
async function saveDraft(
  strapi: Core.Strapi,
  entry: SampleEntry,
  { documents, files }: Loading,
): Promise<boolean> {
  const type: ContentType = types[entry.type];
  const service = strapi.documents(uidOf(type));
  let incomplete = false;
  for (const locale of locales) {
    const sample = entry.versions[locale];
    if (!sample) continue;
    try {
      const { data, missing } = await sampleData(type, sample, surroundings(entry, locale, documents, files));
      if (type.key) data[type.key] = entry.key;
      if (missing.size > 0) incomplete = true;
      const documentId = documents.get(nameOf(entry));
      const stored = documentId
        ? await service.update({ documentId, locale, data: data as never })
        : await service.create({ locale, data: data as never });
      if (stored) documents.set(nameOf(entry), stored.documentId);
    } catch (error) {
      throw new Error(`${nameOf(entry)} (${locale}): ${(error as Error).message}`, { cause: error });
    }
  }
  return incomplete;
}

async function publish(
  strapi: Core.Strapi,
  entry: SampleEntry,
  documents: Map<string, string>,
): Promise<void> {
  const documentId = documents.get(nameOf(entry));
  if (!documentId) return;
  try {
    await strapi.documents(uidOf(types[entry.type])).publish({ documentId, locale: '*' });
  } catch (error) {
    throw new Error(`${nameOf(entry)} cannot be published: ${(error as Error).message}`, { cause: error });
  }
}

function surroundings(
  { versions }: SampleEntry,
  locale: Locale,
  documents: Map<string, string>,
  files: SampleFiles,
): Surroundings {
  return {
    documentId: (type, key) => documents.get(`${type}/${key}`),
    file: (name) => {
      // A file named for a language holds that language, on whichever page it is offered.
      const language = locales.find((code) => name.endsWith(`-${code}.pdf`)) ?? locale;
      return files.idOf(name, pdfText(versions[language] ?? versions[locale] ?? {}, language));
    },
  };
}

/** The text of the PDF that stands for an entry's file: its title, summary and contents or body. */
function pdfText(sample: Record<string, unknown>, language: Locale): PdfText {
  const body = Array.isArray(sample.body)
    ? sample.body.map((part: { text?: unknown }) => part.text ?? '')
    : [sample.body];
  const written = [sample.summary, sample.contents, ...body].map((value) => plain(String(value ?? '')));
  const paragraphs = written.flatMap((text) => text.split(/\n{2,}/)).filter((paragraph) => paragraph !== '');
  return { title: plain(String(sample.title ?? '')), paragraphs, language };
}

/** Markdown without its marks, one space between words, empty lines between paragraphs. */
function plain(markdown: string): string {
  return markdown
    .replaceAll(/[*#[\]]|\(\/[^)]*\)/g, '')
    .replaceAll(/(?<!\n)\n(?![\n-]|\d+\.)/g, ' ')
    .trim();
}

/** Which samples were loaded completely, kept in the database. */
class DoneList {
  readonly #strapi: Core.Strapi;
  #names = new Set<string>();

  constructor(strapi: Core.Strapi) {
    this.#strapi = strapi;
  }

  get #store() {
    return this.#strapi.store({ type: 'api', name: 'sample-content' });
  }

  async read(): Promise<void> {
    this.#names = new Set((await this.#store.get({ key: 'loaded' })) as string[] | null);
  }

  has(entry: SampleEntry): boolean {
    return this.#names.has(nameOf(entry));
  }

  async add(entry: SampleEntry): Promise<void> {
    this.#names.add(nameOf(entry));
    await this.#store.set({ key: 'loaded', value: [...this.#names] });
  }
}
