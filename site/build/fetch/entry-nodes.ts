import { type EntryValues, type FileEntry, types, visit, visitBlocks } from 'content-types';
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
  const visited = [...visit(types[entry.type].fields, entry.fields)];
  const nodes = {
    files: visited.flatMap(({ field: { attribute }, path, value }) =>
      attribute.type === 'media' ? [{ field: String(path[0]), node: value as FileEntry }] : [],
    ),
    links: visited.flatMap(({ field: { attribute }, path, value }) =>
      attribute.type === 'blocks'
        ? [...visitBlocks(value)].filter(isLink).map((node) => ({ field: String(path[0]), node }))
        : [],
    ),
  };
  known.set(entry, nodes);
  return nodes;
}

function isLink(node: EntryValues): node is EntryValues & { readonly url: string } {
  return node.type === 'link' && typeof node.url === 'string';
}
