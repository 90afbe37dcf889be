import type { Component, Field, Fields } from 'content-types';

type Data = Readonly<Record<string, unknown>>;

/**
 * Mends what a published entry has lost since it was approved, so that its page still stands:
 * - a reference that it has to have, to something that is published no more, becomes `''`, which
 *   nothing is called, so that it is skipped as other dead references are;
 * - a picture or download whose file was deleted is taken out with its caption.
 * @param lost is told the path of each part that was taken out.
 */
export function mend(fields: Fields, data: Data, lost: (path: string) => void): Record<string, unknown> {
  const mended: Record<string, unknown> = { ...data };
  for (const [name, field] of Object.entries(fields)) {
    const value = mendField(field, data[name], (path) => lost(`${name}${path}`));
    if (value === undefined) delete mended[name];
    else mended[name] = value;
  }
  return mended;
}

function mendField(field: Field, value: unknown, lost: (path: string) => void): unknown {
  if (field.reference && field.attribute.required === true) {
    if (field.reference.multiple) return Array.isArray(value) && value.length > 0 ? value : [''];
    return value ?? '';
  }
  if (Array.isArray(value)) {
    return value.flatMap((part, index) => mendPart(field, part, (path) => lost(`.${index}${path}`)) ?? []);
  }
  return mendPart(field, value, lost);
}

/** One component; undefined if the file that it is there for is gone. */
function mendPart({ components = [] }: Field, part: unknown, lost: (path: string) => void): unknown {
  const component = componentOf(components, part);
  if (!component) return part;
  const data = part as Data;
  const gone = Object.entries(component.fields).find(
    ([name, { attribute }]) => attribute.type === 'media' && attribute.required === true && !data[name],
  );
  if (!gone) return mend(component.fields, data, (path) => lost(`.${path}`));
  lost(`.${gone[0]}`);
  return undefined;
}

function componentOf(components: readonly Component[], part: unknown): Component | undefined {
  if (typeof part !== 'object' || part === null) return undefined;
  const { component } = part as { component?: unknown };
  return components.length === 1 ? components[0] : components.find(({ uid }) => uid === component);
}
