import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { z } from 'zod';
import { filesBelow, isMissing, writeWhole } from '../kernel/files.ts';
import { PersistentMap } from '../src/content/persistent-map.ts';
import type { FileFacts, ReleaseFiles } from './file-list.ts';
import { sha256 } from './release-tree.ts';

const manifestSchema = z.object({
  /** The release's name, and that of the build that made it. */
  id: z.string(),
  /** The state of the CMS's outbox that this release shows: `<rows>-<highest id>`. */
  revision: z.string(),
  /** Hash of the code and settings that built it. */
  code: z.string(),
  /** ISO 8601 in UTC. */
  builtAt: z.string(),
  /** What was now for its pages, ISO 8601 in UTC; releases of before 2026-11-28 do not say it. */
  asOf: z.string().optional(),
  /** From when on a page of it would say something else; absent where none ever would. */
  validUntil: z.string().optional(),
  pages: z.int(),
  /** Published versions that went in, one for each language; `contents.ndjson` names each. */
  entries: z.int(),
  /** The same by type and language: `{ "story": { "bn": 12, "en": 9 } }`. */
  contains: z.record(z.string(), z.record(z.string(), z.int())),
  /** `files.sha256`: how many files it lists, their bytes, and its own SHA-256 (hex). */
  files: z.object({ count: z.int(), bytes: z.int(), sha256: z.string() }),
});
/** What `release.json` says of a release. */
export type Manifest = z.infer<typeof manifestSchema>;

/** What was now for a release's pages. */
export function asOfDate({ asOf, builtAt }: Pick<Manifest, 'asOf' | 'builtAt'>): Date {
  return new Date(asOf ?? builtAt);
}

/** SHA-256 (hex) of the files of a release by their path in it: `site/index.html`. */
export type FileHashes = ReadonlyMap<string, string>;

/** One published version that a release shows. */
export interface Contained {
  readonly type: string;
  readonly documentId: string;
  readonly locale: string;
  readonly key: string;
  readonly publishedAt: string;
}

/** The published versions that a release shows. */
export async function readContained(folder: string): Promise<Contained[]> {
  const text = await readFile(join(folder, CONTENTS), 'utf8').catch((error) => {
    if (isMissing(error)) return '';
    throw error;
  });
  const lines = text.split('\n').slice(0, -1);
  return lines.map((line) => JSON.parse(line) as Contained);
}

/** What is known of a release before its files are looked at. */
export interface ReleaseFacts
  extends Pick<Manifest, 'id' | 'revision' | 'code' | 'builtAt' | 'asOf' | 'validUntil' | 'pages'> {
  readonly entries: readonly Contained[];
  /** Moved addresses: old and new, root-relative. */
  readonly redirects: readonly (readonly [from: string, to: string, ...unknown[]])[];
}

const MANIFEST = 'release.json';
const HASHES = 'files.sha256';
const CONTENTS = 'contents.ndjson';
/** What anybody may know of the live release; the CMS compares its revision with the outbox. */
const PUBLIC = 'site/release.json';
/** Moved addresses for the static server, and the same for nginx. */
const REDIRECTS = ['redirects.json', 'redirects.map'] as const;
/** Entries whose lines are kept together. */
const TOGETHER = 500;
/** Files hashed before other work gets its turn. */
const AT_ONCE = 200;

/**
 * Completes a built release: writes what it contains, the hashes of all its files (as `sha256sum -c`
 * reads them), and last its manifest.
 * @param folder the release, with its web root in `site/`
 * @param known its files so far, where that is known; without it they are looked up and read
 */
export async function sealRelease(
  folder: string,
  { entries, redirects, ...facts }: ReleaseFacts,
  known?: ReleaseFiles,
): Promise<Manifest> {
  const { id, revision, builtAt } = facts;
  const files = new PersistentMap<FileFacts>(known ?? (await filesIn(folder)));
  const write = async (path: string, content: string | Buffer) => {
    await writeWhole(join(folder, path), content);
    files.set(path, { hash: sha256(content), bytes: Buffer.byteLength(content) });
  };
  await write(PUBLIC, `${JSON.stringify({ id, revision, builtAt })}\n`);
  await write(CONTENTS, contentsOf(entries));
  for (const [path, text] of redirectFiles(redirects)) await write(path, text);

  const parts = files.share().map(hashesOf);
  const hashes = Buffer.concat(parts.map(({ lines }) => lines));
  await writeWhole(join(folder, HASHES), hashes);
  const manifest: Manifest = {
    ...facts,
    entries: entries.length,
    contains: countsOf(entries),
    files: {
      count: files.size,
      bytes: parts.reduce((sum, { bytes }) => sum + bytes, 0),
      sha256: sha256(hashes),
    },
  };
  await writeWhole(join(folder, MANIFEST), `${JSON.stringify(manifest, null, 2)}\n`);
  return manifest;
}

/** The lines of a part of the files in the list of hashes; most parts are the ones of the release before. */
function hashesOf(part: ReadonlyMap<string, FileFacts>): Hashes {
  const known = partHashes.get(part);
  if (known) return known;
  const files = [...part].sort(([a], [b]) => (a < b ? -1 : 1));
  const lines = Buffer.from(files.map(([path, { hash }]) => `${hash}  ${path}\n`).join(''));
  const made = { lines, bytes: files.reduce((sum, [, { bytes }]) => sum + bytes, 0) };
  partHashes.set(part, made);
  return made;
}

interface Hashes {
  readonly lines: Buffer;
  /** Of the files. */
  readonly bytes: number;
}
const partHashes = new WeakMap<ReadonlyMap<string, FileFacts>, Hashes>();

/** A line for each entry; entries never change, and most are where they were in the release before. */
function contentsOf(entries: readonly Contained[]): Buffer {
  const parts: EntryLines[] = [];
  for (let start = 0; start < entries.length; start += TOGETHER) {
    parts.push(linesOf(entries.slice(start, start + TOGETHER), lastLines[parts.length]));
  }
  lastLines = parts;
  return Buffer.concat(parts.map(({ lines }) => lines));
}

interface EntryLines {
  readonly entries: readonly Contained[];
  readonly lines: Buffer;
}
/** Those of the release that was sealed last. */
let lastLines: readonly EntryLines[] = [];

function linesOf(entries: readonly Contained[], last: EntryLines | undefined): EntryLines {
  if (last?.entries.length === entries.length && last.entries.every((one, at) => one === entries[at])) {
    return last;
  }
  const text = entries.map(({ type, documentId, locale, key, publishedAt }) => {
    return `${JSON.stringify({ type, documentId, locale, key, publishedAt })}\n`;
  });
  return { entries, lines: Buffer.from(text.join('')) };
}

async function filesIn(folder: string): Promise<ReleaseFiles> {
  const files = new Map<string, FileFacts>();
  const paths = (await filesBelow(folder)).filter((path) => path !== MANIFEST && path !== HASHES);
  for (const [index, path] of paths.entries()) {
    if (index % AT_ONCE === 0) await nextTurn();
    const bytes = readFileSync(join(folder, path));
    files.set(path, { hash: sha256(bytes), bytes: bytes.length });
  }
  return files;
}

function redirectFiles(
  redirects: ReleaseFacts['redirects'],
): readonly (readonly [path: string, text: string])[] {
  const pairs = redirects.map(([from, to]) => [from, to] as const);
  const lines = pairs.map((pair) => `${pair.map((path) => JSON.stringify(path)).join(' ')};\n`);
  return [
    [REDIRECTS[0], JSON.stringify(Object.fromEntries(pairs))],
    [REDIRECTS[1], lines.join('')],
  ];
}

/** Where the live release's moved addresses lead, by the old one. */
export async function readRedirects(folder: string): Promise<ReadonlyMap<string, string>> {
  const text = await readFile(join(folder, REDIRECTS[0]), 'utf8').catch(() => '{}');
  return new Map(Object.entries(z.record(z.string(), z.string()).parse(JSON.parse(text))));
}

/** A release's manifest; undefined if it has none that can be read. */
export async function readManifest(folder: string): Promise<Manifest | undefined> {
  try {
    return manifestSchema.parse(JSON.parse(await readFile(join(folder, MANIFEST), 'utf8')));
  } catch {
    return undefined;
  }
}

/**
 * The hashes that a sealed release was sealed with.
 * @throws Error if the list is missing or is not the one that the manifest names.
 */
export async function readHashes(folder: string, { files }: Manifest): Promise<FileHashes> {
  const text = await readFile(join(folder, HASHES), 'utf8').catch((error) => {
    throw isMissing(error) ? new Error(`${HASHES} is missing`) : error;
  });
  if (sha256(text) !== files.sha256) throw new Error(`${HASHES} is not the one that was sealed`);
  const lines = text.split('\n').slice(0, -1);
  return new Map(lines.map((line) => [line.slice(66), line.slice(0, 64)]));
}

/** What is wrong with a release, by the path of the file. */
export interface Damage {
  readonly missing: readonly string[];
  readonly changed: readonly string[];
  /** Only in the web root: nothing else is served. */
  readonly extra: readonly string[];
}

/**
 * Compares every file of a release with its manifest.
 * @param progress called now and then with the number of files looked at
 * @throws Error if its list of hashes is missing or damaged itself.
 */
export async function findDamage(
  folder: string,
  manifest: Manifest,
  progress: (done: number, all: number) => void,
): Promise<Damage> {
  const expected = await readHashes(folder, manifest);
  const there = new Set(await filesBelow(folder));
  const changed: string[] = [];
  let done = 0;
  for (const [path, hash] of expected) {
    if (there.has(path) && hashFile(join(folder, path)) !== hash) changed.push(path);
    done += 1;
    if (done % AT_ONCE !== 0) continue;
    progress(done, expected.size);
    await nextTurn();
  }
  return {
    missing: [...expected.keys()].filter((path) => !there.has(path)),
    changed,
    extra: [...there].filter((path) => path.startsWith('site/') && !expected.has(path)),
  };
}

function countsOf(entries: readonly Contained[]): Manifest['contains'] {
  const counts: Manifest['contains'] = {};
  for (const { type, locale } of entries) {
    const ofType = counts[type] ?? {};
    ofType[locale] = (ofType[locale] ?? 0) + 1;
    counts[type] = ofType;
  }
  return counts;
}

/** Read at once and not by stream: most files are a few kilobytes, and there may be 150,000. */
function hashFile(path: string): string {
  return sha256(readFileSync(path));
}
