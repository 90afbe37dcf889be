import type { z } from 'zod';
import type { Attribute, Component, Field, Fields, Label } from './fields.ts';
import { type EntryShape, entryOf } from './groups.ts';
import type { JsonLd, JsonLdSource, Presentation } from './presentation.ts';

/** What Strapi reads as `schema.json`. */
export interface StrapiSchema {
  readonly kind?: 'collectionType' | 'singleType';
  readonly collectionName: string;
  readonly info: Readonly<Record<string, string>>;
  readonly options: Readonly<Record<string, unknown>>;
  readonly indexes?: readonly { readonly name: string; readonly columns: readonly string[] }[];
  readonly pluginOptions?: Readonly<Record<string, unknown>>;
  readonly attributes: Readonly<Record<string, Attribute>>;
}

/** Strapi's populate parameter, spelt out: components and files, no further. */
type Populate = {
  readonly [field: string]: true | { populate: Populate } | { on: Record<string, { populate: Populate }> };
};

interface TypeOptions<F extends Fields, P extends Presentation | undefined> {
  readonly name: string;
  readonly plural: string;
  readonly label: Label;
  readonly description: string;
  /** A type that has one entry only. */
  readonly single?: boolean;
  /** The field that names an entry in addresses and references: a slug can change, a code cannot. */
  readonly key?: 'slug' | 'code';
  /** Keys are unique within each value of this field; without it within the type. */
  readonly keyScope?: string;
  /** The field shown as the entry's name. */
  readonly title: string;
  /** The field whose value is the code of the ministry that owns the entry; without it, moderators keep it. */
  readonly owner?: string;
  readonly fields: F;
  /** How its entries appear on the site; without it only within other pages. */
  readonly presentation?: P;
  /** schema.org data of an entry; without it no kind fits. */
  jsonLd?(source: JsonLdSource<z.infer<z.ZodObject<EntryShape<F>>>>): JsonLd;
}

/** A content type: the model said once, for Strapi, for the export and for the site. */
export interface ContentType<
  F extends Fields = Fields,
  P extends Presentation | undefined = Presentation | undefined,
> extends TypeOptions<F, P> {
  readonly presentation: P;
  /** Strapi's uid, `api::<name>.<name>`. */
  readonly uid: string;
  readonly schema: StrapiSchema;
  /** Checks the fields of an exported entry; keys that the model does not know are refused. */
  readonly entry: z.ZodObject<EntryShape<F>>;
  readonly populate: Populate;
}

/**
 * Defines a content type and derives from its fields Strapi's schema, the Zod schema of an exported
 * entry and the populate tree that reads all of an entry.
 */
export function defineType<const F extends Fields, const P extends Presentation | undefined = undefined>(
  options: TypeOptions<F, P>,
): ContentType<F, P> {
  const { name, plural, label, description, fields, key, single = false } = options;
  const collectionName = plural.replaceAll('-', '_');
  return {
    ...options,
    presentation: options.presentation as P,
    uid: `api::${name}.${name}`,
    schema: {
      kind: single ? 'singleType' : 'collectionType',
      collectionName,
      info: { singularName: name, pluralName: plural, displayName: label.en, description },
      options: { draftAndPublish: true },
      ...(key && { indexes: [keyIndex(collectionName, key)] }),
      pluginOptions: { i18n: { localized: true } },
      attributes: attributesOf(fields),
    },
    entry: entryOf(fields),
    populate: populateOf(fields),
  };
}

/** Who has a key, and which keys are live, is found without reading the entries. */
function keyIndex(table: string, key: string) {
  return { name: `${table}_key_index`, columns: [key, 'published_at', 'locale'] };
}

/**
 * The attribute by which a part of a list is known again in the other languages. Not one of the fields:
 * people do not see it, and it is neither exported nor part of what is approved.
 */
export const PART_KEY = 'partKey';

/** Strapi's schema of a component. */
export function componentSchema({ uid, label, icon, fields }: Component): StrapiSchema {
  return {
    collectionName: `components_${uid.replace('.', '_').replaceAll('-', '_')}`,
    info: { displayName: label.en, icon },
    options: {},
    attributes: {
      ...attributesOf(fields),
      [PART_KEY]: { type: 'string', maxLength: 40, pluginOptions: { i18n: { localized: true } } },
    },
  };
}

/** The components that these fields use, nested ones included, each once. */
export function componentsOf(fields: Fields): Component[] {
  const found = new Map<string, Component>();
  for (const { components = [] } of Object.values(fields)) {
    for (const component of components) {
      found.set(component.uid, component);
      for (const nested of componentsOf(component.fields)) found.set(nested.uid, nested);
    }
  }
  return [...found.values()];
}

function attributesOf(fields: Fields): Record<string, Attribute> {
  return Object.fromEntries(Object.entries(fields).map(([name, { attribute }]) => [name, attribute]));
}

function populateOf(fields: Fields): Populate {
  const tree: Record<string, Populate[string]> = {};
  for (const [name, { attribute, components }] of Object.entries(fields)) {
    const branch = populateField(attribute, components);
    if (branch) tree[name] = branch;
  }
  return tree;
}

function populateField(attribute: Attribute, components: Field['components']): Populate[string] | undefined {
  if (attribute.type === 'media') return true;
  if (!components) return undefined;
  if (attribute.type === 'dynamiczone') {
    return { on: Object.fromEntries(components.map((c) => [c.uid, { populate: populateOf(c.fields) }])) };
  }
  const [component] = components;
  return component && { populate: populateOf(component.fields) };
}
