import {
  type ContentType,
  type EntryValues,
  type Field,
  type FileEntry,
  rewrite,
  type Visited,
} from 'content-types';
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
  return rewrite(type.fields, row, {
    value: (visited, parts) => {
      const { name, value, within } = visited;
      if (value === null || value === undefined || value === '') return undefined;
      // Whose entry it is was approved with it, whether or not that portfolio is live.
      if (name === type.owner && !within) return keys.portfolioOf(String(value));
      return wireValue(visited, parts, keys);
    },
    part: ({ data, of }, fields) => {
      const inZone = of.field.attribute.type === 'dynamiczone';
      return inZone ? { component: (data as EntryValues).__component, ...fields() } : fields();
    },
  });
}

function wireValue({ field, value }: Visited, parts: () => unknown, keys: LiveKeys): unknown {
  const { type } = field.attribute;
  if (field.reference) return wireReference(field, value, keys);
  if (type === 'media') return wireFile(value as StoredFile);
  if (type === 'datetime') return new Date(value as string).toISOString();
  return field.components ? parts() : value;
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
