import { allTypes, components, type Fields, type Label } from 'content-types';

type Language = keyof Label;

function fieldLabels(prefix: string, fields: Fields, language: Language): [string, string][] {
  return Object.entries(fields).map(([name, { label }]) => [`${prefix}.${name}`, label[language]]);
}

const CHANGED: Label = { en: 'Changed', bn: 'পরিবর্তন' };

/** The model's names and labels under the ids that the content manager looks up. */
export function modelLabels(language: Language): Record<string, string> {
  return Object.fromEntries([
    ...[...allTypes, ...components].map(({ label }): [string, string] => [label.en, label[language]]),
    ...allTypes.flatMap(({ uid, fields }) =>
      fieldLabels(`content-manager.content-types.${uid}`, fields, language),
    ),
    ...allTypes.map(({ uid }): [string, string] => [
      `content-manager.content-types.${uid}.updatedAt`,
      CHANGED[language],
    ]),
    ...components.flatMap(({ uid, fields }) =>
      fieldLabels(`content-manager.components.${uid}`, fields, language),
    ),
  ]);
}
