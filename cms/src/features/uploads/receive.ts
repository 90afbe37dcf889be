import { rm } from 'node:fs/promises';
import type { BusboyHeaders } from '@fastify/busboy';
import type { Core } from '@strapi/strapi';
import type { Context, Next } from 'koa';
import { currentActor } from '../../kernel/actor';
import { scopeOfUser } from '../access';
import { checkFile } from './check-file';
import { openIncoming } from './incoming';
import { typeOfName } from './kinds';
import { refusedUpload, UploadRefused } from './messages';
import { MAX_REQUEST, NotReceived, type ReceivedFile, receiveForm } from './multipart';
import { shownName } from './names';
import { countUpload, type Uploader } from './quota';
import { Turns } from './turns';

/** Strapi's dialog sends all that somebody chose at once, each file in a request of its own. */
const turns = new Turns({ atOnce: 2, mostWaiting: 50 });

interface UploadRequest {
  files?: { files: UploadedFile[] };
  body?: { fileInfo?: unknown };
}

/**
 * Goes before Strapi's handlers that take files in, after who may: receives the files into a folder of the
 * request's own, looks into them, and removes the folder when the handler has ended, however that was.
 * Of the other fields only the file's description is let through; the rest would attach the file to an
 * entry, live ones too.
 */
export function receiveUploads(strapi: Core.Strapi) {
  return async (ctx: Context, next: Next): Promise<void> => {
    const request = ctx.request as unknown as UploadRequest;
    try {
      if (ctx.is('multipart/form-data')) {
        checkPermission(strapi, ctx);
        const uploader = await uploaderOf(strapi);
        const turn = await turns.take(String(uploader.userId), () => receive(strapi, uploader, ctx, next));
        if (!turn) throw refusedUpload(strapi, 'too-many-waiting');
      } else {
        request.body = { fileInfo: request.body?.fileInfo };
        await next();
      }
    } catch (error) {
      if (!(error instanceof UploadRefused)) throw error;
      const { status, name, message, details } = error;
      ctx.status = status;
      ctx.body = { data: null, error: { status, name, message, details } };
    }
  };
}

/** Strapi's handlers ask this too, when all has been received. */
function checkPermission(strapi: Core.Strapi, { params, query, state }: Context): void {
  const action = (params.id ?? query.id) ? 'update' : 'create';
  if (state.userAbility.cannot(`plugin::upload.assets.${action}`)) throw refusedUpload(strapi, 'not-allowed');
}

/** @throws UploadRefused when the person's files would belong to nobody */
async function uploaderOf(strapi: Core.Strapi): Promise<Uploader> {
  const actor = currentActor(strapi);
  if (actor.kind === 'editor') {
    const [ministry] = (await scopeOfUser(strapi, actor.userId)).own;
    if (ministry === undefined) throw refusedUpload(strapi, 'no-ministry');
    return { userId: actor.userId, ministry };
  }
  if (actor.kind === 'moderator' || actor.kind === 'super-admin') return { userId: actor.userId };
  throw refusedUpload(strapi, 'no-session');
}

async function receive(strapi: Core.Strapi, uploader: Uploader, ctx: Context, next: Next): Promise<void> {
  const request = ctx.request as unknown as UploadRequest;
  // Without a length it could be anything.
  const bytes = ctx.request.length ?? MAX_REQUEST;
  if (bytes > MAX_REQUEST)
    throw refusedUpload(strapi, 'request-too-large', { limit: MAX_REQUEST / 1024 / 1024 });
  const upload = await countUpload(strapi, uploader, bytes);
  const folder = await openIncoming();
  let received = 0;
  const onBytes = (count: number) => {
    received += count;
  };
  // A client that asked first, such as curl, sends nothing before this.
  if (ctx.get('expect')) ctx.res.writeContinue();
  try {
    const headers = ctx.headers as BusboyHeaders;
    const form = await receiveForm({ body: ctx.req, headers, folder, limit: bytes, onBytes });
    const files = form.files.map((file) => new UploadedFile(file, folder));
    if (files.length > 1) await upload.more(files.length - 1);
    for (const file of files) await checkFile(strapi, file);
    if (files.length > 0) request.files = { files };
    request.body = form.fileInfo.length > 1 ? { fileInfo: form.fileInfo } : { fileInfo: form.fileInfo[0] };
    await next();
  } catch (error) {
    if (!(error instanceof NotReceived)) throw error;
    const { name } = error.values;
    const values = name === undefined ? error.values : { ...error.values, name: shownName(String(name)) };
    throw refusedUpload(strapi, error.code, values);
  } finally {
    delete request.files;
    await rm(folder, { recursive: true, force: true });
    await upload.done(received);
  }
}

/** A received file as Strapi's upload service takes it. */
class UploadedFile {
  readonly originalFilename: string;
  readonly filepath: string;
  readonly size: number;
  readonly #folder: string;

  constructor(received: ReceivedFile, folder: string) {
    this.originalFilename = received.originalFilename;
    this.filepath = received.filepath;
    this.size = received.size;
    this.#folder = folder;
  }

  /** The type that the name says; what the client claimed is not looked at. */
  get mimetype(): string | undefined {
    return typeOfName(this.originalFilename);
  }

  /** Where Strapi puts smaller sizes: it would choose a folder that outlives a killed process. */
  get tmpWorkingDirectory(): string {
    return this.#folder;
  }

  set tmpWorkingDirectory(_chosen: string) {}
}
