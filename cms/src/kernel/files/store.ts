import { open, readdir, stat, unlink } from 'node:fs/promises';
import path from 'node:path';
import type { Readable } from 'node:stream';
import type { Core } from '@strapi/strapi';
import { signedUrl } from './signed-urls';

/** What is known of a stored file without reading it. */
interface StoredFacts {
  readonly size: number;
  /** When it was last written, in milliseconds since 1970. */
  readonly writtenAt: number;
}

/**
 * Where uploaded files lie. Strapi's provider writes them; whoever reads, lists or removes them does so here. A file's
 * name is its row's `hash` and `ext`; what is not there is undefined.
 */
export interface FileStore {
  /** Opens a file for reading; whoever opens it reads it to its end or destroys the stream. */
  open(name: string): Promise<{ readonly size: number; readonly stream: Readable } | undefined>;
  stat(name: string): Promise<StoredFacts | undefined>;
  /** An address that opens the file in a browser for a while. */
  url(name: string): string;
  names(): Promise<string[]>;
  /** Removes a file; one that is not there is no error. */
  remove(name: string): Promise<void>;
  /** A folder of this machine in which a program finds the files by their names, once `bring` has been asked for them. */
  readonly folder: string;
  bring(names: Iterable<string>): Promise<void>;
}

const stores = new WeakMap<Core.Strapi, FileStore>();

/** The store of this CMS. Another provider than Strapi's local one has its own here. */
export function filesOf(strapi: Core.Strapi): FileStore {
  const store = stores.get(strapi) ?? new LocalFiles(path.join(strapi.dirs.static.public, 'uploads'));
  stores.set(strapi, store);
  return store;
}

/** The name of a file in storage. */
export function storedName({ hash, ext }: { readonly hash: string; readonly ext?: string | null }): string {
  return `${hash}${ext ?? ''}`;
}

const isMissing = (error: NodeJS.ErrnoException) => error.code === 'ENOENT';

/** Files in a folder of this machine. */
export class LocalFiles implements FileStore {
  readonly folder: string;

  constructor(folder: string) {
    this.folder = folder;
  }

  #pathOf(name: string): string {
    return path.join(this.folder, path.basename(name));
  }

  async open(name: string) {
    const file = await open(this.#pathOf(name)).catch(() => undefined);
    const found = await file?.stat();
    if (file && found?.isFile()) return { size: found.size, stream: file.createReadStream() };
    await file?.close();
    return undefined;
  }

  async stat(name: string): Promise<StoredFacts | undefined> {
    const found = await stat(this.#pathOf(name)).catch((error: NodeJS.ErrnoException) => {
      if (isMissing(error)) return undefined;
      throw error;
    });
    return found?.isFile() ? { size: found.size, writtenAt: found.mtimeMs } : undefined;
  }

  url(name: string): string {
    return signedUrl(`/uploads/${name}`);
  }

  async names(): Promise<string[]> {
    return (await readdir(this.folder)).filter((name) => !name.startsWith('.'));
  }

  async remove(name: string): Promise<void> {
    await unlink(this.#pathOf(name)).catch((error: NodeJS.ErrnoException) => {
      if (!isMissing(error)) throw error;
    });
  }

  /** They are there. */
  async bring(): Promise<void> {}
}
