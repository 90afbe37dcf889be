import { getCollection } from 'astro:content';
import { type Locale, type RedirectLine, typeNames } from 'content-types';
import type { CmsEntry } from './cms.ts';
import { type Content, createLibrary, type Library } from './library.ts';

let loading: Promise<Library> | undefined;

/** Everything that is published. All reads of pages go through here and `content()`. */
export function library(): Promise<Library> {
  loading ??= load();
  return loading;
}

/** Everything that is published, as readers of one language see it. */
export async function content(locale: Locale): Promise<Content> {
  return (await library()).in(locale);
}

async function load(): Promise<Library> {
  const collections = await Promise.all(typeNames.map((type) => getCollection(type)));
  const redirects = await getCollection('redirects');
  // The collections' schemas are the model's, which CmsEntry is inferred from.
  const entries = collections.flat().map(({ data }) => data as unknown as CmsEntry);
  return createLibrary(
    entries,
    redirects.map(({ data }) => data as unknown as RedirectLine),
  );
}
