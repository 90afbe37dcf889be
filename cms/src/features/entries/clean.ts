import { errors } from '@strapi/utils';
import { type Component, type ContentType, type Field, type Fields, PART_KEY } from 'content-types';

type Values = Record<string, unknown>;

/** What Strapi's content manager adds about who wrote an entry; it takes neither from the request. */
const CREATOR_FIELDS = ['createdBy', 'updatedBy'];

/**
 * An entry's data with what the model knows and nothing else, text composed to Unicode NFC, files
 * named by their number alone. Whatever else a request carries, Strapi would pass to the database: a
 * `documentId` that takes over another document, a `__pivot` that attaches another file.
 * @throws ValidationError naming the field whose value has a shape that the admin does not send
 */
export function cleanEntry(type: ContentType, data: Values): Values {
  const creators = Object.fromEntries(
    CREATOR_FIELDS.filter((name) => name in data).map((name) => [name, data[name]]),
  );
  return { ...cleanFields(type.fields, data, ''), ...creators };
}

function cleanFields(fields: Fields, data: Values, prefix: string): Values {
  const clean: Values = {};
  for (const [name, field] of Object.entries(fields)) {
    if (name in data) clean[name] = cleanValue(field, data[name], prefix + name);
  }
  return clean;
}

function cleanValue(field: Field, value: unknown, path: string): unknown {
  if (value === null || value === undefined) return value;
  if (field.attribute.type === 'media') return fileNumber(value, path);
  if (!field.components) return composed(value);
  const isList = field.attribute.type === 'dynamiczone' || field.attribute.repeatable === true;
  if (!isList) return cleanPart(field, value, path);
  if (!Array.isArray(value)) throw shapeError(path, 'must be a list');
  return value.map((part, index) => cleanPart(field, part, `${path} ${index + 1}`));
}

/** A part keeps its number, by which Strapi knows the stored part again, and its key, and says which component it is. */
function cleanPart(field: Field, part: unknown, path: string): Values {
  const { components = [] } = field;
  if (typeof part !== 'object' || part === null || Array.isArray(part))
    throw shapeError(path, 'must be a part');
  const { id, __component: uid, [PART_KEY]: key } = part as Values;
  const inZone = field.attribute.type === 'dynamiczone';
  const component: Component | undefined = inZone ? components.find((one) => one.uid === uid) : components[0];
  if (!component) throw shapeError(path, `there is no part “${String(uid)}” here`);
  return {
    ...(isNumber(id) && { id: Number(id) }),
    ...(inZone && { __component: uid }),
    ...(typeof key === 'string' && { [PART_KEY]: key }),
    ...cleanFields(component.fields, part as Values, `${path} › `),
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
