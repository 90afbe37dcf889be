import type { UID } from '@strapi/strapi';
import { type ContentType, type Field, typeByName } from 'content-types';

/** Strapi's uid of one of our types, as its TypeScript types want it. */
export const uidOf = (type: ContentType) => type.uid as UID.ContentType;

/** The type that a reference points at. */
export function targetOf(field: Field): ContentType | undefined {
  return typeByName(field.reference?.target.type);
}

/** The attribute whose value a reference to this type stores: a code never changes, a slug may. */
export function storedField(target: ContentType): string {
  return target.key === 'code' ? 'code' : 'documentId';
}

/** The values of a reference field, one or several. */
export function referenceValues(value: unknown): string[] {
  const values = Array.isArray(value) ? value : [value];
  return values.filter((v): v is string => typeof v === 'string' && v !== '');
}
