import path from 'node:path';
import type { Core } from '@strapi/strapi';
import { type Fields, type TypeName, types, type Values, visit } from 'content-types';
import { exportLines } from './export';
import { currentRevision } from './outbox';

/** The files of everything that is live, by version, and the outbox's state that they belong to. */
let exported:
  | { readonly revision: string; readonly files: ReadonlyMap<string, readonly string[]> }
  | undefined;

/** The names in the media fields of an exported object, those of its components too. */
export function filesIn(fields: Fields, values: Values): string[] {
  return [...visit(fields, values)].flatMap(({ field, value }) =>
    field.attribute.type === 'media' ? [(value as { file: string }).file] : [],
  );
}

/** Whether something live uses the file of this name. */
export async function isExportedFile(strapi: Core.Strapi, name: string): Promise<boolean> {
  if (exported?.revision !== (await currentRevision(strapi))) exported = await exportedFiles(strapi);
  return [...exported.files.values()].some((files) => files.includes(name));
}

async function exportedFiles(strapi: Core.Strapi): Promise<NonNullable<typeof exported>> {
  const before = exported;
  let revision = '';
  let files = new Map<string, readonly string[]>();
  for await (const line of exportLines(strapi, before?.revision)) {
    if (line.line === 'header') {
      revision = line.revision;
      if (line.since !== undefined) files = new Map(before?.files);
    }
    if (line.line !== 'entry' && line.line !== 'removed') continue;
    const version = `${line.type}/${line.documentId}/${line.locale}`;
    const found = line.line === 'entry' ? filesIn(types[line.type as TypeName].fields, line.fields) : [];
    if (found.length > 0) files.set(version, found);
    else files.delete(version);
  }
  return { revision, files };
}

/**
 * Where a file that something live uses is stored; undefined for every other name, so that the
 * builder's token opens no draft's files.
 */
export async function exportedFile(strapi: Core.Strapi, name: string): Promise<string | undefined> {
  return (await isExportedFile(strapi, name))
    ? path.join(strapi.dirs.static.public, 'uploads', name)
    : undefined;
}
