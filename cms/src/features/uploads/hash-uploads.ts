import type { Readable } from 'node:stream';
import type { Core } from '@strapi/strapi';
import { type Hashes, Hashing } from '../../kernel/files/hashes';

/** A file on its way into storage, whose row is written of it afterwards. */
interface IncomingFile extends Partial<Hashes> {
  stream: Readable;
}

/** Hashes each file while it is stored, a new one and one that replaces another; its row keeps the hashes. */
export function hashUploads(strapi: Core.Strapi): void {
  const { provider } = strapi.plugin('upload');
  const { uploadStream, replaceStream } = provider;
  provider.extend({
    uploadStream: (file: IncomingFile) => whileHashed(file, () => uploadStream(file)),
    replaceStream: (file: IncomingFile, old: unknown) => whileHashed(file, () => replaceStream(file, old)),
  });
}

async function whileHashed(file: IncomingFile, store: () => Promise<void>): Promise<void> {
  const hashing = new Hashing();
  file.stream.on('error', (error) => hashing.destroy(error));
  file.stream = file.stream.pipe(hashing);
  await store();
  Object.assign(file, hashing.result());
}
