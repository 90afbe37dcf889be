import { components, type Fields, type Label, typeByName } from 'content-types';
import type { PathStep } from '../../features/approval/api';

/** One part of a name that people know a field by. */
export interface PathName {
  /** The label of the field, or of the part that stands at this place. */
  readonly label: string;
  /** The place among several, from 1. */
  readonly number?: number;
}

/** How people know the place of a change: the form's own labels, in the reader's language. */
export function namesOfPath(type: string, path: readonly PathStep[], language: keyof Label): PathName[] {
  let fields: Fields = typeByName(type)?.fields ?? {};
  return path.flatMap(({ field, component, index }) => {
    const model = fields[field];
    const part = components.find(({ uid }) => uid === component);
    const inZone = model?.attribute.type === 'dynamiczone';
    fields = part?.fields ?? {};
    const label = model?.label[language] ?? field;
    const number = index === undefined ? undefined : index + 1;
    return inZone && part ? [{ label }, { label: part.label[language], number }] : [{ label, number }];
  });
}

/**
 * How people know a field that the server names by its path.
 * @param path as in `Problem.field`: `body.2.image`, places from 0
 */
export function namesOfField(type: string, path: string, language: keyof Label): PathName[] {
  let fields: readonly Fields[] = [typeByName(type)?.fields ?? {}];
  const names: { label: string; number?: number }[] = [];
  for (const step of path.split('.')) {
    const last = names.at(-1);
    if (/^\d+$/.test(step)) {
      if (last) last.number = Number(step) + 1;
      continue;
    }
    const model = fields.find((known) => step in known)?.[step];
    if (!model) continue;
    names.push({ label: model.label[language] });
    fields = (model.components ?? []).map((part) => part.fields);
  }
  return names;
}

/** The label of a type in the reader's language. */
export function nameOfType(type: string, language: keyof Label): string {
  return typeByName(type)?.label[language] ?? type;
}

/** The labels' language for the admin's language. */
export const labelLanguage = (locale: string): keyof Label => (locale.startsWith('bn') ? 'bn' : 'en');
