import { AsyncLocalStorage } from 'node:async_hooks';
import type { Locale } from 'content-types';
import { type Clock, RecordingClock } from './clock.ts';
import { createLibrary, type Library } from './content-store.ts';
import { readExport } from './export/read-export.ts';
import type { LocaleContent } from './queries.ts';
import { setting } from './settings.ts';

/** What pages are rendered from now, where somebody gave it. */
const given = new AsyncLocalStorage<{ readonly library: Library; readonly clock: Clock }>();
let reading: Promise<Library> | undefined;

/** Everything that is published. All reads of pages go through here and `content()`. */
export function library(): Promise<Library> {
  const { library } = given.getStore() ?? {};
  if (library) return Promise.resolve(library);
  reading ??= fromExport();
  return reading;
}

/** Everything that is published, as readers of one language see it. */
export async function content(locale: Locale): Promise<LocaleContent> {
  return (await library()).in(locale);
}

/** What a page asks about now; the builder renders it again when an answer is another one. */
export function clock(): Clock {
  return given.getStore()?.clock ?? new RecordingClock(new Date());
}

/** Runs `work`, whose pages read from this library instead of the export on disk, and ask this clock. */
export function withLibrary<T>(library: Library, clock: Clock, work: () => Promise<T>): Promise<T> {
  return given.run({ library, clock }, work);
}

async function fromExport(): Promise<Library> {
  const { entries, ...past } = await readExport(setting('EXPORT_FILE'));
  return createLibrary(entries, past);
}
