import { AsyncLocalStorage } from 'node:async_hooks';
import type { Locale } from 'content-types';
import { createLibrary, type Library } from './content-store.ts';
import { readExport } from './export/read-export.ts';
import type { Content } from './queries.ts';
import { setting } from './settings.ts';

/** The library that pages are rendered from now, where somebody gave one. */
const given = new AsyncLocalStorage<Library>();
let reading: Promise<Library> | undefined;

/** Everything that is published. All reads of pages go through here and `content()`. */
export function library(): Promise<Library> {
  const library = given.getStore();
  if (library) return Promise.resolve(library);
  reading ??= fromExport();
  return reading;
}

/** Everything that is published, as readers of one language see it. */
export async function content(locale: Locale): Promise<Content> {
  return (await library()).in(locale);
}

/** Runs `work`, whose pages read from this library instead of the export on disk. */
export function withLibrary<T>(library: Library, work: () => Promise<T>): Promise<T> {
  return given.run(library, work);
}

async function fromExport(): Promise<Library> {
  const { entries, ...past } = await readExport(setting('EXPORT_FILE'));
  return createLibrary(entries, past);
}
