import { extname } from 'node:path';

/** What files of the site are, by the end of their names: for the static server and for nginx alike. */
export const TYPES: Readonly<Record<string, string>> = {
  html: 'text/html',
  css: 'text/css',
  js: 'text/javascript',
  mjs: 'text/javascript',
  json: 'application/json',
  geojson: 'application/geo+json',
  jsonld: 'application/ld+json',
  ttl: 'text/turtle',
  webmanifest: 'application/manifest+json',
  wasm: 'application/wasm',
  xml: 'text/xml',
  txt: 'text/plain',
  csv: 'text/csv',
  vtt: 'text/vtt',
  ics: 'text/calendar',
  svg: 'image/svg+xml',
  ico: 'image/x-icon',
  png: 'image/png',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  webp: 'image/webp',
  avif: 'image/avif',
  pdf: 'application/pdf',
  zip: 'application/zip',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  pptx: 'application/vnd.openxmlformats-officedocument.presentationml.presentation',
  odt: 'application/vnd.oasis.opendocument.text',
  ods: 'application/vnd.oasis.opendocument.spreadsheet',
  odp: 'application/vnd.oasis.opendocument.presentation',
};

/** What nobody knows is bytes; browsers do not guess, since every answer says `nosniff`. */
export const UNKNOWN_TYPE = 'application/octet-stream';

/** Types that are text, in UTF-8 all over the site. */
export const TEXT_TYPES: readonly string[] = [...new Set(Object.values(TYPES))].filter((type) =>
  /^text\/|json$|\+xml$/.test(type),
);

/** The value of Content-Type for a file. */
export function typeOf(file: string): string {
  const type = TYPES[extname(file).slice(1).toLowerCase()] ?? UNKNOWN_TYPE;
  return TEXT_TYPES.includes(type) ? `${type};charset=utf-8` : type;
}
