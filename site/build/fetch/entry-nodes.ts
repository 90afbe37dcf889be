import type { FileEntry } from 'content-types';
import type { CmsEntry } from '../../src/content/export/check-entry.ts';

/** Something inside an entry, and the entry's field that it is in. */
export interface EntryNode<T> {
  readonly field: string;
  readonly node: T;
}

/** The pictures and files of an entry. */
export function filesOf(entry: CmsEntry): readonly EntryNode<FileEntry>[] {
  return nodesOf(entry).files;
}

/** The links in an entry's text. */
export function linksOf(entry: CmsEntry): readonly EntryNode<{ url: string }>[] {
  return nodesOf(entry).links;
}

interface Nodes {
  readonly files: readonly EntryNode<FileEntry>[];
  readonly links: readonly EntryNode<{ url: string }>[];
}

/** An entry never changes, and every build asks for all of them. */
const known = new WeakMap<CmsEntry, Nodes>();

function nodesOf(entry: CmsEntry): Nodes {
  const found = known.get(entry);
  if (found) return found;
  const all = Object.entries(entry.fields).flatMap(([field, value]) =>
    [...below(value)].map((node) => ({ field, node })),
  );
  const nodes = {
    files: all.flatMap(({ field, node }) => (isFile(node) ? [{ field, node }] : [])),
    links: all.flatMap(({ field, node }) => (isLink(node) ? [{ field, node }] : [])),
  };
  known.set(entry, nodes);
  return nodes;
}

function* below(value: unknown): Generator<object> {
  if (typeof value !== 'object' || value === null) return;
  yield value;
  for (const inner of Object.values(value)) yield* below(inner);
}

function isFile(node: object): node is FileEntry {
  return 'file' in node && typeof node.file === 'string' && 'mime' in node;
}

function isLink(node: object): node is { url: string } {
  return 'type' in node && node.type === 'link' && 'url' in node && typeof node.url === 'string';
}
