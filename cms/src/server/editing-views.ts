import type { Core } from '@strapi/strapi';
import {
  allTypes,
  type Component,
  type ContentType,
  components,
  type Fields,
  type Label,
} from 'content-types';

interface Configuration {
  settings: Record<string, unknown>;
  metadatas: Record<string, { edit: Record<string, unknown>; list: Record<string, unknown> }>;
  layouts: { list: string[]; [layout: string]: unknown };
}

/**
 * Tells the content manager what the model says for people: which field names an entry, what a list
 * shows, the label of each field and the hint under it.
 */
export async function setUpEditingViews(strapi: Core.Strapi): Promise<void> {
  const contentManager = strapi.plugin('content-manager');
  for (const type of allTypes) {
    const service = contentManager.service('content-types');
    const model = service.findContentType(type.uid);
    await service.updateConfiguration(model, configured(await service.findConfiguration(model), type));
  }
  for (const component of components) {
    const service = contentManager.service('components');
    const model = service.findComponent(component.uid);
    const configuration: Configuration = await service.findConfiguration(model);
    await service.updateConfiguration(model, {
      ...configuration,
      settings: { ...configuration.settings, mainField: mainField(component) },
      metadatas: described(configuration.metadatas, component.fields),
      // Parts have a key besides, which is for the server alone.
      layouts: { ...configuration.layouts, edit: rows(component.fields) },
    });
  }
}

function configured(configuration: Configuration, type: ContentType): Configuration {
  const { title, owner, fields } = type;
  const columns = [title, owner, 'kind' in fields ? 'kind' : undefined, 'updatedAt'];
  const list = [...new Set(columns.filter((column): column is string => column !== undefined))];
  return {
    // What was changed last comes first: that is what a moderator looks for.
    settings: {
      ...configuration.settings,
      mainField: title,
      defaultSortBy: 'updatedAt',
      defaultSortOrder: 'DESC',
      pageSize: 20,
    },
    metadatas: described(configuration.metadatas, fields),
    layouts: { ...configuration.layouts, list, edit: rows(fields, title) },
  };
}

/** Strapi's grid has twelve columns; these kinds of fields stand side by side. */
const COLUMNS = 12;
const HALF_WIDTH = [
  'string',
  'customField',
  'enumeration',
  'email',
  'integer',
  'decimal',
  'boolean',
  'date',
  'datetime',
  'media',
];

interface Cell {
  readonly name: string;
  readonly size: number;
}

/** The form's rows: the title first, then the fields in the model's order. */
function rows(fields: Fields, title?: string): Cell[][] {
  const names = Object.keys(fields).filter((name) => name !== title);
  const rows: Cell[][] = [];
  let free = 0;
  for (const name of title === undefined ? names : [title, ...names]) {
    const half = name !== title && HALF_WIDTH.includes(fields[name]?.attribute.type ?? '');
    const size = half ? COLUMNS / 2 : COLUMNS;
    if (size > free) {
      rows.push([]);
      free = COLUMNS;
    }
    rows.at(-1)?.push({ name, size });
    free -= size;
  }
  return rows;
}

function described(metadatas: Configuration['metadatas'], fields: Fields): Configuration['metadatas'] {
  const described = { ...metadatas };
  for (const [name, { label, hint, shared }] of Object.entries(fields)) {
    const known = metadatas[name];
    if (!known) continue;
    described[name] = {
      edit: { ...known.edit, label: label.en, description: hinted(hint, shared) },
      list: { ...known.list, label: label.en },
    };
  }
  return described;
}

const SHARED: Label = { en: 'Same in all languages', bn: 'সব ভাষায় একই' };

/** What stands under a field, in both languages. */
function hinted(hint: Label | undefined, shared: boolean): string {
  const hints = [...(hint ? [hint] : []), ...(shared ? [SHARED] : [])];
  if (hints.length === 0) return '';
  return (['bn', 'en'] as const).map((language) => hints.map((one) => one[language]).join(' · ')).join(' / ');
}

/** The field whose text stands for a component when it is folded. */
function mainField({ fields }: Component): string {
  const named = Object.entries(fields).find(
    ([, { attribute }]) => attribute.type === 'string' || attribute.type === 'text',
  );
  return named?.[0] ?? 'id';
}
