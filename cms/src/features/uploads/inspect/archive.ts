import { type Entry, fromBufferPromise, type ZipFile } from 'yauzl';
import { Found } from './finding';
import { refuseEicar } from './signatures';

/** What one upload may unpack to, those packed within it counted in: bytes, files, and bytes for one packed byte. */
const MOST_BYTES = 200 * 1024 * 1024;
const MOST_ENTRIES = 5000;
const MOST_RATIO = 400;
/** Below this many bytes a file of spaces may be as thin as it likes. */
const SMALL = 4 * 1024 * 1024;

/** What is left of one upload's allowance. */
export interface Allowance {
  bytes: number;
  entries: number;
}

export const fullAllowance = (): Allowance => ({ bytes: MOST_BYTES, entries: MOST_ENTRIES });

/** The files of an archive by their names; folders are left out. */
export type Parts = ReadonlyMap<string, Buffer>;

/**
 * Unpacks a ZIP archive as an office program would, strictly: no names that lead elsewhere, no two files of one
 * name, none that share bytes, nothing before the first, and no more than its list says.
 * @throws Found when it is none, protected, or unpacks to too much
 */
export async function unpack(content: Buffer, allowance: Allowance): Promise<Parts> {
  if (content.toString('latin1', 0, 4) !== 'PK\u0003\u0004') throw new Found('not-its-name');
  const entries: Entry[] = [];
  const archive = await readable(() =>
    fromBufferPromise(content, { lazyEntries: true, strictFileNames: true, autoClose: false }),
  );
  await readable(async () => {
    for await (const entry of archive.eachEntry()) {
      allowance.entries -= 1;
      if (allowance.entries < 0) throw new Found('unpacks-too-far');
      entries.push(entry);
    }
  });
  await readable(() => refuseOverlaps(archive, entries));
  const parts = new Map<string, Buffer>();
  const names = new Set<string>();
  for (const entry of entries) {
    const { fileName: name } = entry;
    // Office programs do not tell capitals from small letters.
    if (names.has(name.toLowerCase())) throw new Found('office-broken');
    names.add(name.toLowerCase());
    if (entry.isEncrypted()) throw new Found('office-password');
    if (!name.endsWith('/')) parts.set(name, await readable(() => read(archive, entry, allowance)));
    else if (entry.uncompressedSize > 0) throw new Found('office-broken');
  }
  return parts;
}

/** What yauzl throws is about how the archive is written. */
async function readable<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw error instanceof Found ? error : new Found('office-broken');
  }
}

/** Files that lie in each other unpack to far more than the archive has (https://www.bamsoftware.com/hacks/zipbomb/). */
async function refuseOverlaps(archive: ZipFile, entries: readonly Entry[]): Promise<void> {
  let end = 0;
  for (const entry of [...entries].sort(
    (a, b) => a.relativeOffsetOfLocalHeader - b.relativeOffsetOfLocalHeader,
  )) {
    const start = entry.relativeOffsetOfLocalHeader;
    // The first stands at the beginning: what comes before it would be another file.
    if (start < end || (end === 0 && start > 0)) throw new Found('office-broken');
    const header = await archive.readLocalFileHeaderPromise(entry);
    if (!header.fileName.equals(entry.fileNameRaw)) throw new Found('office-broken');
    end = header.fileDataStart + entry.compressedSize;
  }
}

async function read(archive: ZipFile, entry: Entry, allowance: Allowance): Promise<Buffer> {
  const { uncompressedSize: size, compressedSize } = entry;
  allowance.bytes -= size;
  const isThin = size > SMALL && size > compressedSize * MOST_RATIO;
  if (allowance.bytes < 0 || isThin) throw new Found('unpacks-too-far');
  // yauzl ends with an error when there is more than that.
  const pieces: Buffer[] = [];
  for await (const piece of await archive.openReadStreamPromise(entry)) pieces.push(piece as Buffer);
  const content = Buffer.concat(pieces);
  refuseEicar(content);
  return content;
}
