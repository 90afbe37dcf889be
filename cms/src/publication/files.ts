import path from 'node:path';
import type { Core } from '@strapi/strapi';
import { exportLines } from './export';
import { currentRevision } from './outbox';

/** The files of one export, and the outbox's state that they belong to. */
let exported: { readonly revision: string; readonly files: ReadonlySet<string> } | undefined;

function* filesIn(value: unknown): Generator<string> {
  if (Array.isArray(value)) {
    for (const child of value) yield* filesIn(child);
  } else if (typeof value === 'object' && value !== null) {
    if ('file' in value && typeof value.file === 'string') yield value.file;
    for (const child of Object.values(value)) yield* filesIn(child);
  }
}

/**
 * Where a file that something live uses is stored; undefined for every other name, so that the
 * builder's token opens no draft's files.
 */
export async function exportedFile(strapi: Core.Strapi, name: string): Promise<string | undefined> {
  const revision = await currentRevision(strapi);
  if (exported?.revision !== revision) {
    const files = new Set<string>();
    for await (const line of exportLines(strapi)) {
      if (line.line === 'entry') for (const file of filesIn(line.fields)) files.add(file);
    }
    exported = { revision, files };
  }
  return exported.files.has(name) ? path.join(strapi.dirs.static.public, 'uploads', name) : undefined;
}
