import { globSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { type Locale, locales, type TypeName, typeNames } from 'content-types';
import { parse } from 'yaml';
import { z } from 'zod';

const fields = z.record(z.string(), z.unknown());

const sampleEntry = z
  .strictObject({
    /** The slug or code; for the single type its name. */
    key: z.string(),
    /** Stays a draft. */
    draft: z.boolean().default(false),
    /** Fields that are equal in both languages. */
    all: fields.default({}),
    bn: fields.optional(),
    en: fields.optional(),
  })
  .refine(({ bn, en }) => bn ?? en, 'has neither bn nor en');

/** One entry of the sample content as written in its file, its languages completed with `all`. */
export interface SampleEntry {
  readonly type: TypeName;
  readonly key: string;
  readonly draft: boolean;
  readonly versions: Partial<Record<Locale, Record<string, unknown>>>;
}

/**
 * Reads `<folder>/<type>/*.yaml`, in the registry's order of types.
 * @throws Error naming the file and what is wrong in it.
 */
export async function readSampleContent(folder: string): Promise<SampleEntry[]> {
  const entries: SampleEntry[] = [];
  for (const type of typeNames) {
    const files = globSync(path.join(folder, type, '*.yaml')).sort();
    for (const file of files) entries.push(...(await readEntries(file, type)));
  }
  return entries;
}

async function readEntries(file: string, type: TypeName): Promise<SampleEntry[]> {
  const result = z.array(sampleEntry).safeParse(parse(await readFile(file, 'utf8')));
  if (!result.success) {
    const [issue] = result.error.issues;
    throw new Error(`${file}: ${issue?.path.join('.')}: ${issue?.message}`);
  }
  return result.data.map(({ key, draft, all, ...languages }) => {
    const versions: SampleEntry['versions'] = {};
    for (const locale of locales) {
      const own = languages[locale];
      if (own) versions[locale] = { ...all, ...own };
    }
    return { type, key, draft, versions };
  });
}
