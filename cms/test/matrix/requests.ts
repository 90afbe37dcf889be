import { allTypes, locales } from 'content-types';
import type { RawRequest } from './ask.ts';
import { bodyOf } from './bodies.ts';
import type { Route } from './routes.ts';
import type { Target } from './world.ts';

/** All types by name. */
export const ALL_TYPES: readonly string[] = allTypes.map(({ name }) => name);

const NAMES_CONTENT = /:(model|type|documentId|document|sourceId)\b/;

/** Whether a route's address says which entry or which type's entries it is about. */
export function isAboutContent(path: string): boolean {
  return NAMES_CONTENT.test(path);
}

/**
 * Requests by which a route can be asked for the target: its parameters filled with what they may mean,
 * for each of the types where it is about content. The languages take turns.
 * @param ministry whose its bodies claim to be
 */
export function requestsOf(route: Route, target: Target, ministry: string, types = ALL_TYPES): RawRequest[] {
  const names = isAboutContent(route.path) ? types : types.slice(0, 1);
  return names.flatMap((type, index) => {
    const locale = locales[(index + route.name.length) % locales.length] ?? 'bn';
    const { method } = route;
    const path = filledPath(route.path, target, type, locale);
    const bare = method === 'GET' || method === 'DELETE';
    const body = bare ? {} : { body: bodyOf({ route: route.name, target, type, ministry }) };
    const queries = method === 'GET' ? queriesOf(route.path, target, type, locale) : [`?locale=${locale}`];
    return queries.map((query) => ({ method, path: path + query, ...body }));
  });
}

function queriesOf(path: string, { documents }: Target, type: string, locale: string): string[] {
  const document = documents[type];
  if (path.includes('get-fill-from-locale')) {
    const kind = type === 'site-settings' ? 'single-types' : 'collection-types';
    return [`?documentId=${document}&sourceLocale=${locale}&targetLocale=en&collectionType=${kind}`];
  }
  if (path.includes('recent-documents')) return ['?action=update', '?action=publish'];
  if (!isAboutContent(path)) return [''];
  const draft = `?locale=${locale}&documentId=${document}`;
  const live = `?locale=${locale}&status=published&documentIds[0]=${document}`;
  return path.startsWith('/content-manager') ? [draft, live] : [draft];
}

function filledPath(path: string, target: Target, type: string, locale: string): string {
  const document = target.documents[type] ?? '';
  const uid = `api::${type}.${type}`;
  const values: Readonly<Record<string, string | number>> = {
    model: uid,
    contentType: uid,
    uid: path.includes('/components/') ? 'shared.figure' : uid,
    type,
    id: idFor(path, target, document),
    language: locale,
    locale,
    targetField: 'createdBy',
    file: target.file.stored,
  };
  return path
    .replace('/uploads/(.*)', `/uploads/${target.file.stored}`)
    .replace('((?!uploads/).+)', target.file.stored)
    .replaceAll(/:(\w+)/g, (_parameter, name: string) => String(values[name] ?? document));
}

/** Strapi calls everything `:id`; what it means shows in the rest of the address. */
function idFor(path: string, target: Target, document: string): string | number {
  if (path.includes(':model')) return document;
  if (path.startsWith('/admin/users')) return target.user;
  return /^(\/api)?\/upload/.test(path) ? target.file.id : 1;
}
