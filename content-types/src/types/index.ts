import type { z } from 'zod';
import { type ContentType, componentsOf } from '../model/define.ts';
import type { Component } from '../model/fields.ts';
import { charterService } from './charter-service.ts';
import { committee } from './committee.ts';
import { course } from './course.ts';
import { document } from './document.ts';
import { lesson } from './lesson.ts';
import { meeting } from './meeting.ts';
import { ministry } from './ministry.ts';
import { page } from './page.ts';
import { programme } from './programme.ts';
import { siteSettings } from './site-settings.ts';
import { story } from './story.ts';
import { term } from './term.ts';
import { video } from './video.ts';

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
