import { type EntryValues, type Field, type Fields, type Part, rewrite } from 'content-types';

/**
 * Takes out what a published entry has lost since it was approved, so that its page still stands:
 * - a reference that it has to have, to something that is published no more, becomes `''`, which
 *   nothing is called, so that it is skipped as other dead references are;
 * - a picture or download whose file was deleted is taken out with its caption.
 * @param lost is told the path of each part that was taken out.
 */
export function removeDangling(
  fields: Fields,
  data: EntryValues,
  lost: (path: string) => void,
): Record<string, unknown> {
  return rewrite(fields, data, {
    value: ({ field, value }, parts) =>
      field.components && value !== null ? parts() : referenceOr(field, value),
    part: (part, rewritten) => {
      const { component, data, path } = part;
      if (!component) return data;
      const gone = goneFile(part);
      if (gone === undefined) return { ...(data as EntryValues), ...rewritten() };
      lost([...path, gone].join('.'));
      return undefined;
    },
  });
}

function referenceOr({ reference, attribute }: Field, value: unknown): unknown {
  if (!reference || attribute.required !== true) return value;
  if (reference.multiple) return Array.isArray(value) && value.length > 0 ? value : [''];
  return value ?? '';
}

/** The field whose file a part is there for, where that is gone. */
function goneFile({ component, data }: Part): string | undefined {
  const [gone] = Object.entries(component?.fields ?? {}).find(
    ([name, { attribute }]) =>
      attribute.type === 'media' && attribute.required === true && !(data as EntryValues)[name],
  ) ?? [undefined];
  return gone;
}
