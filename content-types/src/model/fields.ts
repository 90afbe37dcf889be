import { z } from 'zod';
import { blocksEntry } from './blocks.ts';

/** A text in both interface languages, for labels and hints that editors see. */
export interface Label {
  readonly en: string;
  readonly bn: string;
}

/** One attribute of a Strapi `schema.json`; https://docs.strapi.io/cms/backend-customization/models#model-attributes */
export type Attribute = Readonly<Record<string, unknown>> & { readonly type: string };

/** What a reference points at; `term` targets are narrowed to one vocabulary. */
export interface ReferenceTarget {
  readonly type: string;
  readonly vocabulary?: Vocabulary;
}

/**
 * A field of a content type or component: how Strapi stores it and how the exported value is
 * checked, as a pair, so that the two sides cannot drift apart.
 */
export interface Field<S extends z.ZodType = z.ZodType> {
  readonly attribute: Attribute;
  readonly entry: S;
  readonly label: Label;
  readonly hint?: Label | undefined;
  /** Set on references: what they point at and whether there may be several. */
  readonly reference?: { readonly target: ReferenceTarget; readonly multiple: boolean } | undefined;
  /** Whether the value is the same in all languages of a document; the CMS keeps it so. */
  readonly shared: boolean;
  /** Set on components: the components that may stand here. */
  readonly components?: readonly Component[] | undefined;
}

export type Fields = Readonly<Record<string, Field>>;

/** A Strapi component: a group of fields that lives inside an entry. */
export interface Component<F extends Fields = Fields, U extends string = string> {
  /** `category.name`, as Strapi's uid. */
  readonly uid: U;
  readonly label: Label;
  readonly icon: string;
  readonly fields: F;
}

/** What every kind of field can be told. */
export interface Options {
  readonly required?: boolean;
  readonly hint?: Label;
  /** For numbers, dates, references and the like: what no language words in its own way. */
  readonly shared?: boolean;
}

/** Required fields must be there in what is published; the others may be absent. */
type Presence<S extends z.ZodType, O extends Options> = O extends { required: true } ? S : z.ZodOptional<S>;

/** Puts a field together; the kinds of fields below and in groups.ts are made of it. */
export function field<S extends z.ZodType, O extends Options>(
  label: Label,
  options: O,
  attribute: Attribute,
  entry: S,
  extra: Pick<Field, 'reference' | 'components'> = {},
): Field<Presence<S, O>> {
  return {
    label,
    hint: options.hint,
    shared: options.shared === true,
    attribute: {
      ...attribute,
      ...(options.required === true && { required: true }),
      // Strapi leaks fields that are not localised from one locale's publish into the others.
      pluginOptions: { i18n: { localized: true } },
    },
    entry: (options.required === true ? entry : entry.optional()) as Presence<S, O>,
    ...extra,
  };
}

/** Longest lines and texts accepted, in characters. */
const LINE = 250;
const TEXT = 5000;

type TextOptions = Options & { readonly max?: number };

/** One line of plain text. */
export function line<const O extends TextOptions>(label: Label, options: O) {
  const maxLength = options.max ?? LINE;
  const entry = z.string().min(1).max(maxLength);
  return field(label, options, { type: 'string', maxLength }, entry);
}

/** Several lines of plain text. */
export function text<const O extends TextOptions>(label: Label, options: O) {
  const maxLength = options.max ?? TEXT;
  return field(label, options, { type: 'text', maxLength }, z.string().min(1).max(maxLength));
}

/** A slug or code: Latin, lower case, hyphens between words, at most 80 characters. */
export const KEY_PATTERN = /^[a-z0-9]+(?:-[a-z0-9]+)*$/;
export const KEY_MAX = 80;

/** The name of an entry in addresses and references; the CMS derives, normalises and guards it. */
export function key(label: Label, hint: Label) {
  const entry = z.string().max(KEY_MAX).regex(KEY_PATTERN);
  // Not `required` in Strapi: an empty one is filled in before the entry is stored.
  return {
    ...field(label, { hint, shared: true }, { type: 'string', maxLength: KEY_MAX }, entry),
    entry,
  };
}

/** A web address, http or https only. */
export function url<const O extends Options>(label: Label, options: O) {
  const attribute = { type: 'string', maxLength: 2000, regex: '^https?://[^\\s]+$' };
  const hint = options.hint ?? { en: 'Begins with https://', bn: 'https:// দিয়ে শুরু হয়' };
  return field(label, { ...options, hint }, attribute, z.url({ protocol: /^https?$/ }).max(2000));
}

export function email<const O extends Options>(label: Label, options: O) {
  return field(label, options, { type: 'email' }, z.email());
}

/** A whole number from `min` up. */
export function integer<const O extends Options & { readonly min?: number }>(label: Label, options: O) {
  const min = options.min ?? 0;
  return field(label, options, { type: 'integer', min }, z.int().min(min));
}

/** A number with decimals, not negative. */
export function decimal<const O extends Options>(label: Label, options: O) {
  // PostgreSQL's numeric reaches JavaScript as a string.
  return field(label, options, { type: 'decimal', min: 0 }, z.coerce.number().min(0));
}

export function yesNo<const O extends Options>(label: Label, options: O) {
  return field(label, options, { type: 'boolean', default: false }, z.boolean());
}

/** A calendar day, `YYYY-MM-DD`. */
export function date<const O extends Options>(label: Label, options: O) {
  return field(label, options, { type: 'date' }, z.iso.date());
}

/** A moment, ISO 8601 in UTC. */
export function moment<const O extends Options>(label: Label, options: O) {
  const hint = options.hint ?? { en: 'In your computer’s time', bn: 'আপনার কম্পিউটারের সময় অনুযায়ী' };
  return field(label, { ...options, hint }, { type: 'datetime' }, z.iso.datetime());
}

/** A fiscal year from 1 July to 30 June, written `2018-19`. */
export function fiscalYear<const O extends Options>(label: Label, options: O) {
  const regex = '^20\\d{2}-\\d{2}$';
  const entry = z
    .string()
    .regex(new RegExp(regex))
    .refine((year) => (Number(year.slice(0, 4)) + 1) % 100 === Number(year.slice(5)), {
      message: 'the second year must follow the first, as in 2018-19',
    });
  const hint = options.hint ?? { en: 'In Latin digits, as 2018-19', bn: 'ইংরেজি সংখ্যায়, যেমন 2018-19' };
  return field(label, { ...options, hint }, { type: 'string', regex }, entry);
}

/** One of a few values that code depends on. Lists that people change are terms, not choices. */
export function choice<const V extends readonly [string, ...string[]], const O extends Options>(
  label: Label,
  values: V,
  options: O,
) {
  return field(label, options, { type: 'enumeration', enum: [...values] }, z.enum(values));
}

/** Formatted text from Strapi's Blocks editor; never raw HTML. */
export function blocks<const O extends Options>(label: Label, options: O) {
  return field(label, options, { type: 'blocks' }, blocksEntry);
}

/** An uploaded file as the export names it. */
const fileEntry = z.object({
  /** File name in the export's file route and in the release: `<hash><ext>`. */
  file: z.string().regex(/^[\w.-]+$/),
  /** The name that the editor gave it, for people. */
  name: z.string(),
  mime: z.string(),
  /** Bytes. */
  size: z.int().min(0),
  /** Pixels, for images. */
  width: z.int().positive().optional(),
  height: z.int().positive().optional(),
});
export type FileEntry = z.infer<typeof fileEntry>;

export function image<const O extends Options>(label: Label, options: O) {
  return field(label, options, { type: 'media', multiple: false, allowedTypes: ['images'] }, fileEntry);
}

export function file<const O extends Options>(label: Label, options: O) {
  return field(label, options, { type: 'media', multiple: false, allowedTypes: ['files'] }, fileEntry);
}

/**
 * A reference to another entry, kept as a plain value that never changes: the target's code, or its
 * document id where the target has a slug, which can be renamed. In the export it is always the
 * target's live code or slug. Strapi's own relations are not used: they break permission conditions,
 * show other ministries' drafts in their picker and lose targets that are not published yet.
 */
export function reference<const O extends Options>(
  label: Label,
  target: string | ReferenceTarget,
  options: O,
) {
  const to = typeof target === 'string' ? { type: target } : target;
  const attribute = { type: 'customField', customField: 'global::reference', options: to };
  return field(label, options, attribute, z.string(), {
    reference: { target: to, multiple: false },
  });
}

/** Several references, in the order that the editor gave them; empty when there are none. */
export function references(label: Label, target: string | ReferenceTarget, options: Options = {}) {
  const to = typeof target === 'string' ? { type: target } : target;
  const attribute = { type: 'customField', customField: 'global::references', options: to };
  const entry = options.required === true ? z.array(z.string()).min(1) : z.array(z.string()).default([]);
  return {
    ...field(label, options, attribute, entry, { reference: { target: to, multiple: true } }),
    entry: entry as z.ZodType<string[]>,
  };
}

/** The vocabularies whose terms are content: people add, rename and order them in the CMS. */
export const vocabularies = [
  'ministry-kind',
  'focal-point-kind',
  'social-network',
  'life-cycle-stage',
  'benefit-kind',
  'frequency',
  'story-kind',
  'document-kind',
  'document-language',
  'committee-kind',
  'charter-category',
] as const;
export type Vocabulary = (typeof vocabularies)[number];

/** One term of a vocabulary, such as the kind of a story. */
export function term<const O extends Options>(label: Label, vocabulary: Vocabulary, options: O) {
  return reference(label, { type: 'term', vocabulary }, options);
}

/** Several terms of a vocabulary. */
export function terms(label: Label, vocabulary: Vocabulary, options: Options = {}) {
  return references(label, { type: 'term', vocabulary }, options);
}
