import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { type FileEntry, locales, localise } from 'content-types';
import { forEach, isMissing, isUnreadable } from '../../kernel/files.ts';
import { fileOf } from '../../kernel/site-files.ts';
import type { CmsEntry } from '../../src/content/export/check-entry.ts';
import { titleOf } from '../../src/content/export/check-entry.ts';
import {
  type EntryProblem,
  type ExcludedEntry,
  leaveOut,
} from '../../src/content/export/excluded-entries.ts';
import { encodeImage, fileUrl } from '../../src/content/images.ts';
import { ownAddress } from '../../src/view/links.ts';
import { filesOf, linksOf } from '../fetch/entry-nodes.ts';

/** What pages stand without, and the addresses, as written in pages, that therefore lead nowhere. */
export interface ContentProblems {
  readonly leftOut: ExcludedEntry[];
  readonly addresses: Set<string>;
}

/** The same, and the addresses of the pictures that were encoded: where one is not there, no entry is at fault. */
interface FileProblems extends ContentProblems {
  readonly pictures: Set<string>;
}

interface Sources {
  /** The folder of the exported files. */
  readonly media: string;
  /** The folder of encoded pictures. */
  readonly images: string;
}

/** Pictures encoded at the same time; one keeps several cores busy. */
const AT_ONCE = 2;

/**
 * Encodes every picture of the entries, so that Astro finds them encoded, and tells which pictures
 * and files are missing or cannot be read.
 */
export async function prepareFiles(entries: readonly CmsEntry[], sources: Sources): Promise<FileProblems> {
  const found: FileProblems = { leftOut: [], addresses: new Set(), pictures: new Set() };
  const check = async (entry: CmsEntry) => {
    for (const { field, node } of filesOf(entry)) {
      const code = await fileProblem(node, sources, found.pictures);
      if (!code) continue;
      found.addresses.add(fileUrl(node));
      found.leftOut.push(leaveOut(named(entry), { code, field, about: `${node.name} (${node.file})` }));
    }
  };
  await forEach(
    entries.filter((entry) => filesOf(entry).length > 0),
    check,
    AT_ONCE,
  );
  return found;
}

/** Files that were found whole, with what was made of them: what is published under a name does not change. */
const whole = new Map<string, readonly string[]>();

/** Looks at every file anew, for when somebody has emptied a folder that was full. */
export function forgetFiles(): void {
  whole.clear();
}

class Unreadable extends Error {}

/** @throws Unreadable; Error of the file system, which may be no fault of the file */
async function mustBeReadable(path: string): Promise<void> {
  try {
    const handle = await open(path);
    const isFile = await handle
      .stat()
      .then((found) => found.isFile())
      .finally(() => handle.close());
    if (!isFile) throw new Unreadable();
  } catch (error) {
    throw isUnreadable(error) && !isMissing(error) ? new Unreadable() : error;
  }
}

async function fileProblem(
  file: FileEntry,
  { media, images }: Sources,
  pictures: Set<string>,
): Promise<EntryProblem['code'] | undefined> {
  const path = join(media, file.file);
  const made = `${path} ${images}`;
  const known = whole.get(made);
  for (const address of known ?? []) pictures.add(address);
  if (known) return undefined;
  const isPicture = file.mime.startsWith('image/');
  try {
    await mustBeReadable(path);
    const { avif, webp } = isPicture ? await encodeImage(file, { media, images }) : {};
    whole.set(
      made,
      [avif, webp].filter((address) => address !== undefined),
    );
    for (const address of whole.get(made) ?? []) pictures.add(address);
    return undefined;
  } catch (error) {
    if (isMissing(error)) return 'file-missing';
    if (error instanceof Unreadable) return 'file-unreadable';
    // A full disk is no fault of the picture.
    if (isPicture && !(error as NodeJS.ErrnoException).code) return 'picture-unreadable';
    throw error;
  }
}

/**
 * Tells which links that editors wrote are no address or lead to nothing on the built site. Its pages show
 * them as plain words; what may be left in a page is a `#…` that is not there.
 */
export function findDeadLinks(
  entries: readonly CmsEntry[],
  siteUrl: string,
  has: (file: string) => boolean,
): ContentProblems {
  const found: ContentProblems = { leftOut: [], addresses: new Set() };
  for (const entry of entries) {
    for (const { field, node } of linksOf(entry)) {
      const own = ownAddress(node.url, siteUrl);
      if (!own && (node.url.startsWith('#') || URL.canParse(node.url))) continue;
      const { address, rest } = own ?? {};
      if (address !== undefined) {
        // As the check finds it in a page.
        for (const locale of locales) found.addresses.add(localise(locale, address + rest).trim());
        if (has(fileOf(address))) continue;
      }
      found.leftOut.push(leaveOut(named(entry), { code: 'dead-link', field, about: node.url }));
    }
  }
  return found;
}

function named(entry: CmsEntry) {
  return { ...entry, title: titleOf(entry.type, entry.fields) };
}
