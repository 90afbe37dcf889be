import type { Component, Field, Fields } from 'content-types';

/** A value inside an entry, with the field that it belongs to and a path for people: `body 2 › image`. */
export interface FieldValue {
  readonly field: Field;
  readonly value: unknown;
  readonly path: string;
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The component that a part of this field is; undefined for a part that may not stand there. */
export function componentOf(field: Field, value: Record<string, unknown>): Component | undefined {
  const { components = [] } = field;
  return field.attribute.type === 'dynamiczone'
    ? components.find(({ uid }) => uid === value.__component)
    : components[0];
}

/** Walks all values of an entry as Strapi holds it, those inside components too. */
export function* fieldValues(
  fields: Fields,
  data: Record<string, unknown>,
  prefix = '',
): Generator<FieldValue> {
  for (const [name, field] of Object.entries(fields)) {
    const value = data[name];
    if (value === undefined || value === null) continue;
    const path = prefix + name;
    yield { field, value, path };
    if (!field.components) continue;
    const parts = Array.isArray(value) ? value : [value];
    for (const [index, part] of parts.entries()) {
      if (!isRecord(part)) continue;
      const component = componentOf(field, part);
      const step = Array.isArray(value) ? `${path} ${index + 1}` : path;
      if (component) yield* fieldValues(component.fields, part, `${step} › `);
    }
  }
}
