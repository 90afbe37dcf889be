export * from './addresses.ts';
export * from './contracts/export.ts';
export type {
  DraftProblem,
  PreviewAnswer,
  PreviewOutcome,
  PreviewQuestion,
  PreviewReady,
} from './contracts/preview.ts';
export { type Block, LINK_PATTERN } from './model/blocks.ts';
export { type ContentType, componentSchema, PART_KEY, type StrapiSchema } from './model/define.ts';
export {
  type Component,
  type Field,
  type Fields,
  type FileEntry,
  KEY_MAX,
  KEY_PATTERN,
  type Label,
  type Vocabulary,
  vocabularies,
} from './model/fields.ts';
export { defaultLocale, type Locale, locales } from './model/locales.ts';
export type { AddressRule, JsonLd, LinePart, Presentation } from './model/presentation.ts';
export { documentOwner, documentOwners, type OwnedVersion, ownerOf, ownsAll } from './ownership.ts';
export {
  actingFor,
  nodesWithin,
  type OwnerKind,
  type OwnerNode,
  type OwnershipTree,
  ownerKinds,
  ownershipTree,
  scopeOf,
  topOf,
} from './ownership-tree.ts';
export {
  allTypes,
  components,
  type EntryFields,
  type TypeName,
  typeByName,
  typeByUid,
  typeNames,
  types,
} from './types/index.ts';
export * from './visit.ts';
