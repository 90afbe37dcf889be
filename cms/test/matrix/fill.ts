import type { ContentType, Field, Fields } from 'content-types';

type Data = Record<string, unknown>;

/** Makes the text of one field, which the languages may share; `path` is for people. */
export type TextOf = (path: string, shared: boolean) => string;

/**
 * The data of a draft of this type with a text of its own in every field that holds text, those of
 * components too: read from the model, so that new fields join by themselves. All but the key.
 * @param file number of the file to attach wherever one can be attached
 */
export function filled({ name, fields, key }: ContentType, textOf: TextOf, file: number): Data {
  const { [key ?? '']: _key, ...others } = fields;
  return fillFields(others, textOf, file, name);
}

function fillFields(fields: Fields, textOf: TextOf, file: number, prefix: string): Data {
  const values = Object.entries(fields).map(([name, field]) => [
    name,
    fieldValue(field, textOf, file, `${prefix}.${name}`),
  ]);
  return Object.fromEntries(values.filter(([, value]) => value !== undefined));
}

function fieldValue(field: Field, textOf: TextOf, file: number, path: string): unknown {
  const { attribute, components = [] } = field;
  switch (attribute.type) {
    case 'string':
    case 'text':
      return textValue(field, textOf, path);
    case 'email':
      return `${word(field, textOf, path)}@example.org`;
    case 'blocks':
      return [{ type: 'paragraph', children: [{ type: 'text', text: textOf(path, field.shared) }] }];
    case 'media':
      return file;
    case 'component': {
      const parts = components.map((part) => fillFields(part.fields, textOf, file, path));
      return attribute.repeatable === true ? parts : parts[0];
    }
    case 'dynamiczone':
      return components.map((part) => ({
        __component: part.uid,
        ...fillFields(part.fields, textOf, file, `${path}.${part.uid}`),
      }));
    default:
      // Numbers, dates, choices and references hold no text.
      return undefined;
  }
}

function textValue(field: Field, textOf: TextOf, path: string): string | undefined {
  if (field.attribute.regex === undefined) return textOf(path, field.shared);
  // Of the fields with a pattern, addresses can hold a word.
  const holdsAddresses = field.entry.safeParse('https://example.org/').success;
  return holdsAddresses ? `https://example.org/${word(field, textOf, path)}` : undefined;
}

/** The last word of a text, which is in Latin letters. */
function word({ shared }: Field, textOf: TextOf, path: string): string {
  return textOf(path, shared).split(' ').at(-1) ?? '';
}
