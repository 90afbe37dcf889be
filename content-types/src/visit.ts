import type { Component, Field, Fields } from './model/fields.ts';

/** An entry's fields, or a component's, as the CMS stores them or as the export carries them. */
export type EntryValues = Readonly<Record<string, unknown>>;

/** From the entry down: fields by their name, parts of lists by their place from 0. */
export type ValuePath = readonly (string | number)[];

/** One value inside an entry, at any depth. */
export interface Visited {
  readonly name: string;
  readonly field: Field;
  readonly value: unknown;
  readonly path: ValuePath;
  /** The value that it is inside of; undefined for the entry's own fields. */
  readonly within: Visited | undefined;
}

/** One part of a component field. */
export interface Part {
  /** Undefined for what may not stand there. */
  readonly component: Component | undefined;
  readonly data: unknown;
  readonly path: ValuePath;
  /** The field that it is a part of. */
  readonly of: Visited;
}

/** Whether a field holds a list of parts, and not one. */
export function isListOfParts({ attribute }: Field): boolean {
  return attribute.type === 'dynamiczone' || attribute.repeatable === true;
}

/** The component that a part of this field is; undefined for a part that may not stand there. */
export function componentOf({ attribute, components = [] }: Field, part: EntryValues): Component | undefined {
  if (attribute.type !== 'dynamiczone') return components[0];
  // Strapi says it in one way and the export in another.
  const uid = part.__component ?? part.component;
  return components.find((component) => component.uid === uid);
}

/** The parts of a component field; what is no object has no component. */
export function partsOf(of: Visited): Part[] {
  const { field, value, path } = of;
  if (!field.components) return [];
  return Array.isArray(value)
    ? value.map((data, index) => partAt(of, data, [...path, index]))
    : [partAt(of, value, path)];
}

function partAt(of: Visited, data: unknown, path: ValuePath): Part {
  return { component: isRecord(data) ? componentOf(of.field, data) : undefined, data, path, of };
}

/**
 * Every value of an entry, in the order of the model, those inside components after the one that holds them.
 * @param absent whether fields without a value come too
 */
export function* visit(
  fields: Fields,
  data: EntryValues,
  { absent = false }: { readonly absent?: boolean } = {},
  part?: Part,
): Generator<Visited> {
  for (const visited of fieldsOf(fields, data, part)) {
    const { value } = visited;
    const isThere = value !== undefined && value !== null;
    if (!isThere && !absent) continue;
    yield visited;
    for (const inner of isThere ? partsOf(visited) : []) {
      if (inner.component) yield* visit(inner.component.fields, inner.data as EntryValues, { absent }, inner);
    }
  }
}

/** Every field of a model, those of its components too. */
export function* visitFields(fields: Fields): Generator<Field> {
  for (const field of Object.values(fields)) {
    yield field;
    for (const component of field.components ?? []) yield* visitFields(component.fields);
  }
}

/** How an entry becomes another one. */
export interface Rewriter {
  /**
   * A value anew; undefined leaves it out.
   * @param parts the parts of a component field, rewritten
   */
  value(visited: Visited, parts: () => unknown): unknown;
  /**
   * A part anew; undefined leaves it out. Without it parts are their fields.
   * @param fields its fields, rewritten
   */
  part?(part: Part, fields: () => Record<string, unknown>): unknown;
}

/** An entry with every value of the model rewritten, and nothing that the model does not know. */
export function rewrite(
  fields: Fields,
  data: EntryValues,
  by: Rewriter,
  part?: Part,
): Record<string, unknown> {
  const result: Record<string, unknown> = {};
  for (const visited of fieldsOf(fields, data, part)) {
    const value = by.value(visited, () => rewriteParts(visited, by));
    if (value !== undefined) result[visited.name] = value;
  }
  return result;
}

function rewriteParts(visited: Visited, by: Rewriter): unknown {
  const parts = partsOf(visited).flatMap((part) => {
    const fields = () => rewrite(part.component?.fields ?? {}, (part.data ?? {}) as EntryValues, by, part);
    return (by.part ? by.part(part, fields) : fields()) ?? [];
  });
  return Array.isArray(visited.value) ? parts : parts[0];
}

function* fieldsOf(fields: Fields, data: EntryValues, part: Part | undefined): Generator<Visited> {
  for (const [name, field] of Object.entries(fields)) {
    yield { name, field, value: data[name], path: [...(part?.path ?? []), name], within: part?.of };
  }
}

/** Every node of formatted text, children after what holds them. */
export function* visitBlocks(nodes: unknown): Generator<EntryValues> {
  for (const node of Array.isArray(nodes) ? nodes : []) {
    if (!isRecord(node)) continue;
    yield node;
    yield* visitBlocks(node.children);
  }
}

/** A path as people read it: `body 2 › image`. */
export function pathInWords(path: ValuePath): string {
  return path
    .map((step, at) => (typeof step === 'number' ? ` ${step + 1}` : `${at > 0 ? ' › ' : ''}${step}`))
    .join('');
}

function isRecord(value: unknown): value is EntryValues {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
