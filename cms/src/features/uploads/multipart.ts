import { createWriteStream } from 'node:fs';
import path from 'node:path';
import { type Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Busboy, type BusboyFileStream, type BusboyHeaders, type BusboyInstance } from '@fastify/busboy';
import type { MessageValues, UploadCode } from './messages';

/** Bytes of one file, and of all that one request brings. */
export const MAX_FILE = 25 * 1024 * 1024;
export const MAX_REQUEST = 4 * MAX_FILE;
const MAX_FILES = 10;
export const MEGABYTE = 1_000_000;

/** Strapi's parts: `files`, and a description for each. What old clients send beside them is not read. */
const LIMITS = {
  fieldNameSize: 100,
  fieldSize: 64 * 1024,
  fields: 4 * MAX_FILES,
  fileSize: MAX_FILE,
  files: MAX_FILES,
  parts: 5 * MAX_FILES,
  headerPairs: 20,
  headerSize: 16 * 1024,
};

/** A file of a request, as it was put down in the request's folder. */
export interface ReceivedFile {
  readonly originalFilename: string;
  readonly filepath: string;
  readonly size: number;
}

export interface Received {
  readonly files: readonly ReceivedFile[];
  /** Descriptions, JSON, in the order of the files. */
  readonly fileInfo: readonly string[];
}

/** Why a form was not received; the texts are in messages.ts. */
export class NotReceived extends Error {
  readonly code: UploadCode;
  readonly values: MessageValues;

  constructor(code: UploadCode, values: MessageValues = {}) {
    super(code);
    this.code = code;
    this.values = values;
  }
}

interface Source {
  readonly body: Readable;
  readonly headers: BusboyHeaders;
  readonly folder: string;
  /** Bytes that the whole body may have. */
  readonly limit: number;
  /** Hears of the bytes that have come. */
  readonly onBytes: (bytes: number) => void;
}

/**
 * Reads a multipart form, its files into a folder, readable by nobody else.
 * @throws NotReceived when it is too large, broken off or not of the form that Strapi's uploads have; the
 * folder then holds parts of files
 */
export async function receiveForm(source: Source): Promise<Received> {
  const { body, folder } = source;
  const fileInfo: string[] = [];
  const files: ReceivedFile[] = [];
  const writes: Promise<void>[] = [];
  const open: BusboyFileStream[] = [];
  let refusal: NotReceived | undefined;
  const counter = counting(source);
  const refuse = (code: UploadCode, values?: MessageValues) => {
    refusal ??= new NotReceived(code, values);
    counter.destroy(refusal);
  };
  const form = readerOf(source.headers);
  form.on('file', (part, content, name) => {
    open.push(content);
    if (part !== 'files' || !name) refuse('unknown-part');
    content.once('limit', () => refuse('file-too-large', { name, limit: MAX_FILE / 1024 / 1024 }));
    const filepath = path.join(folder, String(open.length));
    const write = pipeline(content, createWriteStream(filepath, { flags: 'wx', mode: 0o600 })).then(() => {
      files.push({ originalFilename: name.normalize(), filepath, size: content.bytesRead });
    });
    // Waited for below; a failure in the meantime must not end the process.
    write.catch((error: Error) => counter.destroy(error));
    writes.push(write);
  });
  form.on('field', (part, value, nameCut, valueCut) => {
    if (nameCut || valueCut) refuse('too-many-parts', { limit: MAX_FILES });
    else if (part === 'fileInfo') fileInfo.push(value);
  });
  for (const event of ['partsLimit', 'filesLimit', 'fieldsLimit'])
    form.on(event, () => refuse('too-many-parts', { limit: MAX_FILES }));
  // The request is not destroyed with what reads it: its sender is still to hear why it was refused.
  const release = feed(body, counter);
  try {
    await pipeline(counter, form);
    await Promise.all(writes);
  } catch (error) {
    for (const content of open) content.destroy();
    await Promise.allSettled(writes);
    throw refusal ?? (error instanceof NotReceived ? error : new NotReceived('broken-form'));
  } finally {
    release();
  }
  const placed = (file: ReceivedFile) => Number(path.basename(file.filepath));
  return { files: files.sort((a, b) => placed(a) - placed(b)), fileInfo };
}

/** @returns lets go of the body, of which nothing more is kept */
function feed(body: Readable, counter: Transform): () => void {
  const broken = () => {
    if (!body.readableEnded) counter.destroy(new NotReceived('broken-form'));
  };
  body.once('error', broken).once('close', broken);
  if (body.destroyed) broken();
  body.pipe(counter);
  return () => {
    body.off('error', broken).off('close', broken);
    body.unpipe(counter);
    body.resume();
  };
}

function readerOf(headers: BusboyHeaders): BusboyInstance {
  try {
    return new Busboy({
      headers,
      limits: LIMITS,
      // A part with a file's name is a file, whatever kind it says; others are fields.
      isPartAFile: (_part, _type, name) => name !== undefined,
    });
  } catch {
    throw new NotReceived('broken-form');
  }
}

function counting({ limit, onBytes }: Source): Transform {
  let bytes = 0;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length;
      onBytes(chunk.length);
      if (bytes <= limit) done(null, chunk);
      else done(new NotReceived('request-too-large', { limit: MAX_REQUEST / 1024 / 1024 }));
    },
  });
}
