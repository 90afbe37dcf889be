import type { Component, Field, Fields } from 'content-types';

type Data = Readonly<Record<string, unknown>>;

/**
 * Takes out what a published entry has lost since it was approved, so that its page still stands:
 * - a reference that it has to have, to something that is published no more, becomes `''`, which
 *   nothing is called, so that it is skipped as other dead references are;
 * - a picture or download whose file was deleted is taken out with its caption.
 * @param lost is told the path of each part that was taken out.
 */
export function removeDangling(
  fields: Fields,
  data: Data,
  lost: (path: string) => void,
): Record<string, unknown> {
  const kept: Record<string, unknown> = { ...data };
  for (const [name, field] of Object.entries(fields)) {
    const value = fieldWithout(field, data[name], (path) => lost(`${name}${path}`));
    if (value === undefined) delete kept[name];
    else kept[name] = value;
  }
  return kept;
}

function fieldWithout(field: Field, value: unknown, lost: (path: string) => void): unknown {
  if (field.reference && field.attribute.required === true) {
    if (field.reference.multiple) return Array.isArray(value) && value.length > 0 ? value : [''];
    return value ?? '';
  }
  if (Array.isArray(value)) {
    return value.flatMap((part, index) => partWithout(field, part, (path) => lost(`.${index}${path}`)) ?? []);
  }
  return partWithout(field, value, lost);
}

/** One component; undefined if the file that it is there for is gone. */
function partWithout({ components = [] }: Field, part: unknown, lost: (path: string) => void): unknown {
  const component = componentOf(components, part);
  if (!component) return part;
  const data = part as Data;
  const gone = Object.entries(component.fields).find(
    ([name, { attribute }]) => attribute.type === 'media' && attribute.required === true && !data[name],
  );
  if (!gone) return removeDangling(component.fields, data, (path) => lost(`.${path}`));
  lost(`.${gone[0]}`);
  return undefined;
}

function componentOf(components: readonly Component[], part: unknown): Component | undefined {
  if (typeof part !== 'object' || part === null) return undefined;
  const { component } = part as { component?: unknown };
  return components.length === 1 ? components[0] : components.find(({ uid }) => uid === component);
}
