import type { Component, ContentType, Field, Fields } from 'content-types';
import { storedField, targetOf } from '../../kernel/content/references';
import { blocksFromMarkdown } from './blocks';

/** What turning a sample into data needs from outside. */
export interface Surroundings {
  /** The document id of an entry by type and key; undefined while it does not exist. */
  documentId(typeName: string, key: string): string | undefined;
  /** The id of the uploaded file of this name. */
  file(name: string): Promise<number>;
}

type Data = Record<string, unknown>;

/** Names of the parts of a body in the files, and the components that they stand for. */
const PARTS: Record<string, string> = {
  text: 'body.text',
  table: 'body.table',
  figure: 'shared.figure',
  video: 'body.video-link',
  download: 'shared.download',
};

/**
 * The data that the document service takes for one language of a sample entry. References to entries
 * that do not exist yet are left out and their fields named in `missing`.
 * @throws Error naming the field that the model does not have or cannot hold.
 */
export async function sampleData(type: ContentType, sample: Data, surroundings: Surroundings) {
  const missing = new Set<string>();
  const data = await convertFields(type.fields, sample, surroundings, (name) => missing.add(name));
  return { data, missing };
}

type Miss = (field: string) => void;

async function convertFields(fields: Fields, sample: Data, around: Surroundings, miss: Miss): Promise<Data> {
  const data: Data = {};
  for (const [name, value] of Object.entries(sample)) {
    const field = fields[name];
    if (!field) throw new Error(`the model has no field “${name}”`);
    try {
      data[name] = await convert(field, value, around, () => miss(name));
    } catch (error) {
      throw new Error(`${name}: ${(error as Error).message}`);
    }
  }
  return data;
}

async function convert(
  field: Field,
  value: unknown,
  around: Surroundings,
  miss: () => void,
): Promise<unknown> {
  if (field.reference) return convertReference(field, value, around, miss);
  switch (field.attribute.type) {
    case 'blocks':
      return blocksFromMarkdown(String(value));
    case 'media':
      return around.file(String(value));
    case 'dynamiczone':
      return convertZone(field, value, around, miss);
    case 'component':
      return convertComponents(field, value, around, miss);
    default:
      return value;
  }
}

function convertReference(field: Field, value: unknown, around: Surroundings, miss: () => void): unknown {
  const target = targetOf(field);
  const resolve = (key: string): string[] => {
    const id = target && around.documentId(target.name, key);
    if (target && id === undefined && target.name !== 'term') miss();
    if (!target || (id === undefined && target.name !== 'term')) return [];
    return [storedField(target) === 'code' ? key : String(id)];
  };
  return Array.isArray(value) ? value.flatMap((key) => resolve(String(key))) : resolve(String(value))[0];
}

async function convertComponents(
  field: Field,
  value: unknown,
  around: Surroundings,
  miss: () => void,
): Promise<unknown> {
  const [component] = field.components ?? [];
  if (!component) throw new Error('the model names no component');
  const one = (part: unknown) => convertFields(component.fields, partOf(component, part), around, miss);
  return Array.isArray(value) ? Promise.all(value.map(one)) : one(value);
}

/** A list item may be written as its text alone. */
function partOf(component: Component, part: unknown): Data {
  if (typeof part === 'object' && part !== null) return part as Data;
  if (component.uid === 'shared.item') return { text: String(part) };
  throw new Error(`“${String(part)}” is no ${component.uid}`);
}

async function convertZone(
  field: Field,
  value: unknown,
  around: Surroundings,
  miss: () => void,
): Promise<unknown> {
  const parts = Array.isArray(value) ? (value as Data[]) : [{ text: value }];
  return Promise.all(
    parts.map(async (part) => {
      const [name = '', content] = Object.entries(part)[0] ?? [];
      const component = field.components?.find(({ uid }) => uid === PARTS[name]);
      if (!component) throw new Error(`there is no part “${name}”`);
      const sample = name === 'text' ? { content } : (content as Data);
      return { __component: component.uid, ...(await convertFields(component.fields, sample, around, miss)) };
    }),
  );
}
