import type { z } from 'zod';
import { type ContentType, componentsOf } from './define.ts';
import type { Component } from './fields.ts';
import { charterService } from './types/charter-service.ts';
import { committee } from './types/committee.ts';
import { course } from './types/course.ts';
import { document } from './types/document.ts';
import { lesson } from './types/lesson.ts';
import { meeting } from './types/meeting.ts';
import { ministry } from './types/ministry.ts';
import { page } from './types/page.ts';
import { programme } from './types/programme.ts';
import { siteSettings } from './types/site-settings.ts';
import { story } from './types/story.ts';
import { term } from './types/term.ts';
import { video } from './types/video.ts';

/** Bengali is the default. */
export const locales = ['bn', 'en'] as const;
export type Locale = (typeof locales)[number];
export const defaultLocale: Locale = 'bn';

/** Every content type by its name. Adding a type is one line here. */
export const types = {
  term,
  ministry,
  committee,
  programme,
  story,
  document,
  video,
  meeting,
  course,
  lesson,
  'charter-service': charterService,
  page,
  'site-settings': siteSettings,
} as const satisfies Record<string, ContentType>;

export type TypeName = keyof typeof types;
/** The fields of a published entry of a type. */
export type EntryFields<T extends TypeName> = z.infer<(typeof types)[T]['entry']>;

export const typeNames = Object.keys(types) as TypeName[];

/** Looks a type up by Strapi's uid; undefined for what is not ours. */
export function typeByUid(uid: string): ContentType | undefined {
  return allTypes.find((type) => type.uid === uid);
}

/** Looks a type up by its name; undefined for what is not ours. */
export function typeByName(name: string | undefined): ContentType | undefined {
  return allTypes.find((type) => type.name === name);
}

export const allTypes: readonly ContentType[] = Object.values(types);

/** Every component that some type uses, each once. */
export const components: readonly Component[] = [
  ...new Map(allTypes.flatMap(({ fields }) => componentsOf(fields)).map((c) => [c.uid, c])).values(),
];

export { entryPath, localise, type SectionType, sections, servicePart } from './addresses.ts';
export { type Block, LINK_PATTERN } from './blocks.ts';
export { type ContentType, componentSchema, type StrapiSchema } from './define.ts';
export * from './export.ts';
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
} from './fields.ts';
export type {
  DraftProblem,
  PreviewAnswer,
  PreviewOutcome,
  PreviewQuestion,
  PreviewReady,
} from './preview.ts';
