import path from 'node:path';

/** What may be uploaded, by the end of its name; servers tell browsers what a file is by that end. */
const TYPES: Readonly<Record<string, string>> = {
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
  '.png': 'image/png',
  '.webp': 'image/webp',
  '.avif': 'image/avif',
  '.pdf': 'application/pdf',
  '.csv': 'text/csv',
  '.docx': 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  '.xlsx': 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  '.pptx': 'application/vnd.openxmlformats-officedocument.presentationml.presentation',
  '.odt': 'application/vnd.oasis.opendocument.text',
  '.ods': 'application/vnd.oasis.opendocument.spreadsheet',
  '.odp': 'application/vnd.oasis.opendocument.presentation',
};

export const ALLOWED_TYPES = [...new Set(Object.values(TYPES))];
export const ALLOWED_ENDINGS = Object.keys(TYPES);

/** The media type that a file of this name has to have; undefined when no such file may be uploaded. */
export function typeOfName(name: string): string | undefined {
  return TYPES[path.extname(name).toLowerCase()];
}
