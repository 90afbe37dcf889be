import type { FileEntry } from 'content-types';
import type { CmsEntry } from '../src/cms.ts';

/** Something inside an entry, and the entry's field that it is in. */
export interface EntryNode<T> {
  readonly field: string;
  readonly node: T;
}

/** The pictures and files of an entry. */
export function filesOf(entry: CmsEntry): EntryNode<FileEntry>[] {
  return nodesOf(entry, isFile);
}

/** The links in an entry's text that lead to a page of this site. */
export function internalLinksOf(entry: CmsEntry): EntryNode<{ url: string }>[] {
  return nodesOf(entry, isInternalLink);
}

function nodesOf<T extends object>({ fields }: CmsEntry, is: (node: object) => node is T): EntryNode<T>[] {
  return Object.entries(fields).flatMap(([field, value]) =>
    [...below(value)].filter(is).map((node) => ({ field, node })),
  );
}

function* below(value: unknown): Generator<object> {
  if (typeof value !== 'object' || value === null) return;
  yield value;
  for (const inner of Object.values(value)) yield* below(inner);
}

function isFile(node: object): node is FileEntry {
  return 'file' in node && typeof node.file === 'string' && 'mime' in node;
}

function isInternalLink(node: object): node is { url: string } {
  return 'type' in node && node.type === 'link' && 'url' in node && String(node.url).startsWith('/');
}
