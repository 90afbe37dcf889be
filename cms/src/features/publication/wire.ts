import type { ContentType, Field, Fields, FileEntry } from 'content-types';
import { referenceValues, storedField, targetOf } from '../../kernel/content/references';
import type { LiveKeys } from './live-keys';

interface StoredFile {
  readonly hash: string;
  readonly ext: string | null;
  readonly name: string;
  readonly mime: string;
  /** Kilobytes of 1,000 bytes, as Strapi keeps it. */
  readonly size: number;
  readonly width: number | null;
  readonly height: number | null;
}

/**
 * The fields of a stored entry as the export carries them: what the model knows and nothing else,
 * references as live slugs or codes, files by their name in storage, absent instead of null.
 */
export function wireFields(
  type: ContentType,
  row: Record<string, unknown>,
  keys: LiveKeys,
): Record<string, unknown> {
  return wireObject(type.fields, row, (name, field, value) => {
    // Whose entry it is was approved with it, whether or not that portfolio is live.
    if (name === type.owner) return keys.portfolioOf(String(value));
    return wireValue(field, value, keys);
  });
}

type Convert = (name: string, field: Field, value: unknown) => unknown;

function wireObject(fields: Fields, row: Record<string, unknown>, convert: Convert): Record<string, unknown> {
  const wire: Record<string, unknown> = {};
  for (const [name, field] of Object.entries(fields)) {
    const stored = row[name];
    if (stored === null || stored === undefined || stored === '') continue;
    const value = convert(name, field, stored);
    if (value !== undefined) wire[name] = value;
  }
  return wire;
}

function wireValue(field: Field, value: unknown, keys: LiveKeys): unknown {
  const { type } = field.attribute;
  if (field.reference) return wireReference(field, value, keys);
  if (type === 'media') return wireFile(value as StoredFile);
  if (type === 'datetime') return new Date(value as string).toISOString();
  if (!field.components) return value;
  if (!Array.isArray(value)) return wirePart(field, value as Record<string, unknown>, keys);
  return value.map((part: Record<string, unknown>) => wirePart(field, part, keys));
}

function wirePart(field: Field, part: Record<string, unknown>, keys: LiveKeys): Record<string, unknown> {
  const { components = [] } = field;
  const inZone = field.attribute.type === 'dynamiczone';
  const component = inZone ? components.find(({ uid }) => uid === part.__component) : components[0];
  const wire = wireObject(component?.fields ?? {}, part, (_name, inner, value) =>
    wireValue(inner, value, keys),
  );
  return inZone ? { component: part.__component, ...wire } : wire;
}

function wireReference(field: Field, value: unknown, keys: LiveKeys): string | string[] | undefined {
  const live = referenceValues(value).flatMap((reference) => liveReference(field, reference, keys) ?? []);
  return field.reference?.multiple ? live : live[0];
}

function liveReference(field: Field, reference: string, keys: LiveKeys): string | undefined {
  const target = targetOf(field);
  if (!target) return undefined;
  const vocabulary = field.reference?.target.vocabulary;
  if (vocabulary) return keys.isLiveTerm(vocabulary, reference) ? reference : undefined;
  if (storedField(target) === 'documentId') return keys.keyOf(target.name, reference);
  return keys.isLive(target.name, reference) ? reference : undefined;
}

function wireFile({ hash, ext, name, mime, size, width, height }: StoredFile): FileEntry {
  return {
    file: `${hash}${ext ?? ''}`,
    name,
    mime,
    size: Math.round(size * 1000),
    ...(width && height && { width, height }),
  };
}
