/** Where the entries of a type stand on the site. */
export type AddressRule =
  /**
   * A list at `/<plural>/`, over numbered pages or by a template of its own, and below it a page for each entry.
   */
  | { readonly kind: 'section'; readonly list: 'numbered' | 'own' }
  /** A page at `/<key>/`. */
  | { readonly kind: 'root' }
  /** A page below the one that a field names: `/courses/<course>/<key>/`. Without its parent it has no page. */
  | { readonly kind: 'child'; readonly parent: string; readonly field: string }
  /** A part of the page that a field names: `/ministries/<ministry>/#<prefix><key>`. */
  | { readonly kind: 'part'; readonly parent: string; readonly field: string; readonly prefix: string }
  /** Those with this value in this field are parts of a section's list: `/programmes/#<code>`. */
  | {
      readonly kind: 'list-part';
      readonly list: string;
      readonly when: { readonly field: string; readonly is: string };
    };

/**
 * A part of the short line under an entry's name in lists: a field, said as its kind is (a term and a
 * ministry by name, a choice by the words `<type>.<value>`), a number with its unit, or how many entries
 * of another type name this one.
 */
export type LinePart =
  | string
  | { readonly field: string; readonly unit: 'seconds' | 'minutes' }
  | {
      readonly count: string;
      readonly by: string;
      /** The interface string that says it, with `count`. */
      readonly words: string;
      /** Whether none is said too. */
      readonly none: boolean;
    };

/** schema.org data; https://schema.org/docs/gs.html */
export type JsonLd = Readonly<Record<string, unknown>>;

/** What an entry's schema.org data is made from. */
export interface JsonLdSource<T> {
  readonly fields: T;
  /** ISO 8601. */
  readonly publishedAt: string;
  /** The ministry that owns the entry, as an organisation. */
  readonly ministry: JsonLd | undefined;
  /** The absolute address of the page that the entry's stands below. */
  readonly parent: string | undefined;
  /** Address and description, for what is neither a work nor an event. */
  readonly thing: JsonLd;
  /** The same and the language, for works and events. */
  readonly work: JsonLd;
}

/** How a type appears on the site, said beside its model; everything that lists types derives from it. */
export interface Presentation {
  /** Its place among the types in menus, lists of kinds and the sitemap, from 1. */
  readonly place: number;
  readonly address: AddressRule;
  /** The field with the day or moment that entries are listed by, newest first; without it by `order` and name. */
  readonly date?: string;
  /** The field whose first words describe an entry that has no summary. */
  readonly description?: string;
  /** Whether what is published is news: in the feeds of the site and of its ministry. */
  readonly news?: boolean;
  /** The fields with the codes of the ministries that the search finds an entry by, its own first. */
  readonly ministries?: readonly string[];
  /** Its place on a ministry's page, and the fields by which an entry stands there. */
  readonly portfolio?: { readonly place: number; readonly fields: readonly string[] };
  readonly line?: readonly LinePart[];
}
