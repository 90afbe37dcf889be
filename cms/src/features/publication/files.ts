import path from 'node:path';
import type { Readable } from 'node:stream';
import type { Core } from '@strapi/strapi';
import { type EntryValues, type Fields, type TypeName, types, visit } from 'content-types';
import { isAsHashed } from '../../kernel/files/hashes';
import { filesOf } from '../../kernel/files/store';
import { exportLines } from './export';
import { currentRevision } from './outbox';

/** The files of everything that is live, by version, and the outbox's state that they belong to. */
let exported:
  | { readonly revision: string; readonly files: ReadonlyMap<string, readonly string[]> }
  | undefined;

/** The names in the media fields of an exported object, those of its components too. */
export function filesIn(fields: Fields, values: EntryValues): string[] {
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
 * Opens a file that something live uses; undefined for every other name, so that the builder's token opens no draft's
 * files, and for a file whose bytes are not those that were uploaded, and so not those that were approved.
 */
export async function openExported(
  strapi: Core.Strapi,
  name: string,
): Promise<{ readonly size: number; readonly stream: Readable } | undefined> {
  if (!(await isExportedFile(strapi, name))) return undefined;
  const { name: hash, ext } = path.parse(name);
  const row = await strapi.db.query('plugin::upload.file').findOne({ where: { hash, ext } });
  if (row && (await isAsHashed(strapi, row, { read: true }))) return filesOf(strapi).open(name);
  strapi.log.error(`The file ${name} is not in storage as it was uploaded: the site is made without it.`);
  return undefined;
}
