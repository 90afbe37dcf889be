import { type FileHandle, open } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { acceptedForms, type Encoding } from './accept-encoding.ts';
import { type ByteRange, rangeOf, statusByConditions, type Validators } from './conditions.ts';
import { CACHING } from './headers.ts';
import { typeOf } from './types.ts';

/** Up to so many bytes are read before the answer begins; most files are smaller. */
const READ_AT_ONCE = 256 * 1024;
const CUT = 'The file became shorter while it was sent.';

/** A file that is open: whatever happens to its name, its bytes stay until it is closed. */
interface OpenFile extends Validators {
  readonly handle: FileHandle;
  readonly size: number;
  readonly encoding: Encoding | undefined;
}

/**
 * Answers a GET or HEAD with a file, in the form that whoever asks likes best: the whole, the part that
 * is asked for, or that it has not changed. The caller has set what it wants to say about caching.
 * @param status 200, or what the file says: then it is sent whole, whatever the conditions
 * @returns whether there is such a file; without one nothing has been answered
 * @throws Error if the file cannot be read; if the answer had begun, its connection is broken off, so
 *   that nobody takes a part for the whole
 */
export async function sendFile(
  path: string,
  request: IncomingMessage,
  response: ServerResponse,
  status = 200,
): Promise<boolean> {
  const file = await openBest(path, String(request.headers['accept-encoding'] ?? ''));
  if (!file) return false;
  try {
    response.setHeader('Vary', 'Accept-Encoding');
    await answer(path, file, request, response, status);
  } finally {
    await file.handle.close();
  }
  return true;
}

async function answer(
  path: string,
  file: OpenFile,
  request: IncomingMessage,
  response: ServerResponse,
  status: number,
): Promise<void> {
  const { size, etag, modified, encoding } = file;
  let range: ByteRange | undefined;
  if (status === 200) {
    response.setHeader('ETag', etag);
    response.setHeader('Last-Modified', new Date(modified * 1000).toUTCString());
    response.setHeader('Accept-Ranges', 'bytes');
    const left = statusByConditions(request.headers, file);
    if (left !== 200) {
      if (left === 412) response.setHeader('Cache-Control', CACHING.other);
      response.writeHead(left).end();
      return;
    }
    const asked = request.method === 'GET' ? rangeOf(request.headers, size, file) : undefined;
    if (asked === 'unsatisfiable') {
      response.setHeader('Cache-Control', CACHING.other);
      response.writeHead(416, { 'Content-Range': `bytes */${size}` }).end();
      return;
    }
    range = asked;
  }
  response.setHeader('Content-Type', typeOf(path));
  if (encoding) response.setHeader('Content-Encoding', encoding);
  if (range) response.setHeader('Content-Range', `bytes ${range.start}-${range.end}/${size}`);
  const { start, end } = range ?? { start: 0, end: size - 1 };
  response.setHeader('Content-Length', end - start + 1);
  response.statusCode = range ? 206 : status;
  if (request.method === 'HEAD') response.end();
  else await sendBytes(file.handle, { start, end }, response);
}

async function sendBytes(handle: FileHandle, { start, end }: ByteRange, response: ServerResponse) {
  const length = end - start + 1;
  if (length <= READ_AT_ONCE) {
    const { bytesRead, buffer } = await handle.read(Buffer.alloc(length), 0, length, start);
    if (bytesRead < length) throw new Error(CUT);
    response.end(buffer);
    return;
  }
  const bytes = handle.createReadStream({ start, end, autoClose: false });
  await pipeline(bytes, (chunks: AsyncIterable<Buffer>) => allOf(chunks, length), response);
}

/** @throws Error if there are fewer bytes than were announced: the answer would never end */
async function* allOf(chunks: AsyncIterable<Buffer>, length: number): AsyncGenerator<Buffer> {
  let left = length;
  for await (const chunk of chunks) {
    left -= chunk.length;
    yield chunk;
  }
  if (left > 0) throw new Error(CUT);
}

async function openBest(path: string, accepted: string): Promise<OpenFile | undefined> {
  for (const { encoding, ending } of acceptedForms(accepted)) {
    const packed = await openFile(`${path}.${ending}`, encoding);
    if (packed) return packed;
  }
  return openFile(path, undefined);
}

async function openFile(path: string, encoding: Encoding | undefined): Promise<OpenFile | undefined> {
  const handle = await open(path).catch((error: NodeJS.ErrnoException) => {
    if (['ENOENT', 'ENOTDIR', 'ENAMETOOLONG'].includes(error.code ?? '')) return undefined;
    throw error;
  });
  const facts = await handle?.stat();
  if (!handle || !facts?.isFile()) {
    await handle?.close();
    return undefined;
  }
  const { size, mtimeMs } = facts;
  const etag = `"${size.toString(16)}-${Math.round(mtimeMs * 1000).toString(16)}${encoding ? `-${encoding}` : ''}"`;
  return { handle, size, etag, modified: Math.floor(mtimeMs / 1000), encoding };
}
