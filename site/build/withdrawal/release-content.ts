import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { isMissing } from '../../kernel/files.ts';
import type { ReleaseFiles } from '../../release/file-list.ts';
import type { FileHashes } from '../../release/manifest.ts';
import { type ReleaseTree, sha256 } from '../../release/release-tree.ts';
import type { CmsExport } from '../../src/content/export/read-export.ts';
import { fnv1a } from '../../src/content/fnv.ts';

/** What the pages of a release are made from. It stays beside them, so that they can be made anew without what was withdrawn since. */
export type ReleaseContent = Pick<CmsExport, 'entries' | 'redirects' | 'notices'>;
type CmsEntry = CmsExport['entries'][number];

/** Files that entries are spread over by their document: a release shares with the one before all in which nothing changed. */
const PARTS = 128;
const FOLDER = 'content/';
const PAST = `${FOLDER}past.json`;

interface ContentPart {
  readonly entries: readonly CmsEntry[];
  /** SHA-256 (hex) of its file. */
  readonly hash: string;
}
/** Those of the release that was sealed last. */
let last: ReadonlyMap<string, ContentPart> = new Map();

const partPath = (part: number) => `${FOLDER}${part.toString(16).padStart(2, '0')}.ndjson.gz`;
const partPaths = Array.from({ length: PARTS }, (_, part) => partPath(part));

function parted(entries: readonly CmsEntry[]): Map<string, CmsEntry[]> {
  const parts = new Map<string, CmsEntry[]>();
  for (const entry of entries) {
    const part = partPath(fnv1a(entry.documentId) % PARTS);
    const there = parts.get(part);
    if (there) there.push(entry);
    else parts.set(part, [entry]);
  }
  return parts;
}

/** Puts the content of a release beside its pages. */
export function writeContent(tree: ReleaseTree, { entries, redirects, notices }: ReleaseContent): void {
  tree.write(PAST, Buffer.from(JSON.stringify({ redirects, notices })));
  const parts = new Map<string, ContentPart>();
  for (const [path, own] of parted(entries)) {
    const before = last.get(path);
    const isSame =
      before?.entries.length === own.length && own.every((one, at) => one === before.entries[at]);
    if (isSame && before.hash === tree.files.get(path)?.hash) {
      parts.set(path, before);
      continue;
    }
    const bytes = gzipSync(own.map((entry) => `${JSON.stringify(entry)}\n`).join(''), { level: 1 });
    parts.set(path, { entries: own, hash: sha256(bytes) });
    tree.write(path, bytes);
  }
  for (const path of partPaths) if (!parts.has(path)) tree.remove(path);
  last = parts;
}

/** The notices that stand in a release. */
export async function readNotices(folder: string): Promise<ReleaseContent['notices']> {
  const text = await readFile(join(folder, PAST), 'utf8').catch((error) => {
    if (isMissing(error)) return undefined;
    throw error;
  });
  return text === undefined ? [] : (JSON.parse(text) as ReleaseContent).notices;
}

/**
 * Reads what a release was made from.
 * @param hashes what it was sealed with
 * @param known the content of a release that is in memory: what is the same in both is the same object
 * @returns undefined if it was made before releases kept that
 * @throws Error if it was damaged
 */
export async function readContent(
  folder: string,
  hashes: FileHashes,
  known?: { readonly files: ReleaseFiles; readonly entries: readonly CmsEntry[] },
): Promise<ReleaseContent | undefined> {
  if (!hashes.has(PAST)) return undefined;
  const past = JSON.parse(await readFile(join(folder, PAST), 'utf8')) as Omit<ReleaseContent, 'entries'>;
  const inMemory = known && parted(known.entries);
  const entries: CmsEntry[] = [];
  for (const [path, hash] of hashes) {
    if (!path.startsWith(FOLDER) || path === PAST) continue;
    const same = inMemory?.get(path) ?? [];
    if (known?.files.get(path)?.hash === hash) {
      entries.push(...same);
      continue;
    }
    const bytes = await readFile(join(folder, path));
    if (sha256(bytes) !== hash) throw new Error(`${path} is not what it was sealed as`);
    const lines = new Map(same.map((entry) => [JSON.stringify(entry), entry]));
    for (const line of gunzipSync(bytes).toString().split('\n').slice(0, -1)) {
      entries.push(lines.get(line) ?? (JSON.parse(line) as CmsEntry));
    }
  }
  return { entries, ...past };
}
