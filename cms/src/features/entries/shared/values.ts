import type { Component, Field, Fields } from 'content-types';
import { componentOf, PART_KEY } from 'content-types';

export type SharedValues = Readonly<Record<string, unknown>>;

export const isRecord = (value: unknown): value is SharedValues =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Whether a field holds a list of parts: a repeatable component or a zone. */
export const isList = ({ attribute }: Field): boolean =>
  attribute.type === 'dynamiczone' || attribute.repeatable === true;

/** The parts of a field, as they are stored or sent: none, one or several. */
export function partsOf(value: unknown): SharedValues[] {
  return [value ?? []].flat().filter(isRecord);
}

/** The key by which a part is known in every language; undefined for one that has none yet. */
export function partKeyOf(part: SharedValues): string | undefined {
  const key = part[PART_KEY];
  return typeof key === 'string' && key !== '' ? key : undefined;
}

/** Whether some of these fields, or of the parts inside them, are the same in all languages. */
export function carriesShared(fields: Fields): boolean {
  return Object.values(fields).some(
    ({ shared, components = [] }) =>
      shared || components.some((component) => carriesShared(component.fields)),
  );
}

/** Whether a part that is added in one language appears in the others: in lists whose parts share something. */
export function appearsInAll(field: Field): boolean {
  const [component] = field.components ?? [];
  return field.attribute.type === 'component' && component !== undefined && carriesShared(component.fields);
}

/** A value as the document service takes it, whichever database or request it comes from; nothing as null. */
export function storable(field: Field, value: unknown): unknown {
  if (value === undefined || value === null || value === '') return null;
  switch (field.attribute.type) {
    case 'media':
      return Number(isRecord(value) ? value.id : value);
    case 'integer':
    case 'decimal':
      // PostgreSQL's numeric reaches JavaScript as a string.
      return Number(value);
    case 'datetime':
      return new Date(String(value)).toISOString();
    default:
      return Array.isArray(value) && value.length === 0 ? null : value;
  }
}

/** A value to compare: a yes-or-no that was never answered is a no. */
export function comparable(field: Field, value: unknown): unknown {
  const plain = storable(field, value);
  return plain === false ? null : plain;
}

export function isSame(field: Field, a: unknown, b: unknown): boolean {
  return JSON.stringify(comparable(field, a)) === JSON.stringify(comparable(field, b));
}

/** All that a part shares with its like in other languages, as one string; empty where it shares nothing. */
export function sharedContent(component: Component, part: SharedValues): string {
  const content = sharedIn(component.fields, part);
  return content === null ? '' : JSON.stringify(content);
}

function sharedIn(fields: Fields, values: SharedValues): unknown {
  const found = Object.entries(fields).flatMap(([name, field]): [string, unknown][] => {
    if (!field.components) return field.shared ? [[name, comparable(field, values[name])]] : [];
    const parts = partsOf(values[name]).map((part) => {
      const component = componentOf(field, part);
      return component ? sharedIn(component.fields, part) : null;
    });
    return [[name, parts.every((part) => part === null) ? null : parts]];
  });
  const filled = found.filter(([, value]) => value !== null);
  return filled.length === 0 ? null : filled;
}
