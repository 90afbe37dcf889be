import { errors } from '@strapi/utils';
import {
  type ContentType,
  type EntryValues,
  isListOfParts,
  PART_KEY,
  type Part,
  pathInWords,
  rewrite,
  type Visited,
} from 'content-types';

/** What Strapi's content manager adds about who wrote an entry; it takes neither from the request. */
const CREATOR_FIELDS = ['createdBy', 'updatedBy'];

/**
 * An entry's data with what the model knows and nothing else, text composed to Unicode NFC, files
 * named by their number alone. Whatever else a request carries, Strapi would pass to the database: a
 * `documentId` that takes over another document, a `__pivot` that attaches another file.
 * @throws ValidationError naming the field whose value has a shape that the admin does not send
 */
export function cleanEntry(type: ContentType, data: EntryValues): EntryValues {
  const creators = Object.fromEntries(
    CREATOR_FIELDS.filter((name) => name in data).map((name) => [name, data[name]]),
  );
  return { ...rewrite(type.fields, data, { value: cleanValue, part: cleanPart }), ...creators };
}

function cleanValue({ field, value, path }: Visited, parts: () => unknown): unknown {
  if (value === null || value === undefined) return value;
  if (field.attribute.type === 'media') return fileNumber(value, pathInWords(path));
  if (!field.components) return composed(value);
  if (isListOfParts(field) !== Array.isArray(value)) {
    throw shapeError(pathInWords(path), isListOfParts(field) ? 'must be a list' : 'must be a part');
  }
  return parts();
}

/** A part keeps its number, by which Strapi knows the stored part again, and its key, and says which component it is. */
function cleanPart({ component, data, path, of }: Part, fields: () => EntryValues): EntryValues {
  if (typeof data !== 'object' || data === null || Array.isArray(data))
    throw shapeError(pathInWords(path), 'must be a part');
  const { id, __component: uid, [PART_KEY]: key } = data as EntryValues;
  if (!component) throw shapeError(pathInWords(path), `there is no part “${String(uid)}” here`);
  return {
    ...(isNumber(id) && { id: Number(id) }),
    ...(of.field.attribute.type === 'dynamiczone' && { __component: uid }),
    ...(typeof key === 'string' && { [PART_KEY]: key }),
    ...fields(),
  };
}

/** The admin names a file by its number, or sends the whole file back with its number in `id`. */
function fileNumber(value: unknown, path: string): number {
  const id = typeof value === 'object' && value !== null && 'id' in value ? value.id : value;
  if (!isNumber(id)) throw shapeError(path, 'must name a file by its number');
  return Number(id);
}

function isNumber(value: unknown): boolean {
  return (typeof value === 'number' || typeof value === 'string') && /^\d+$/.test(String(value));
}

function composed<T>(value: T): T {
  if (typeof value === 'string') return value.normalize('NFC') as T;
  if (Array.isArray(value)) return value.map(composed) as T;
  if (typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype) {
    return Object.fromEntries(Object.entries(value).map(([name, child]) => [name, composed(child)])) as T;
  }
  return value;
}

function shapeError(path: string, message: string) {
  return new errors.ValidationError(`${path}: ${message}`, {
    errors: [{ path: path.split(' › '), message, name: 'ValidationError' }],
  });
}
