import { statfs } from 'node:fs/promises';
import type { Core } from '@strapi/strapi';
import { RateLimiterPostgres, RateLimiterSQLite } from 'rate-limiter-flexible';
import { getSettings } from '../../kernel/settings';
import { codesWithin, topCode } from '../access';
import { refusedUpload } from './messages';
import { MEGABYTE } from './multipart';

const GIGABYTE = 1000 * MEGABYTE;
const HOUR = 60 * 60;
const FILE = 'plugin::upload.file';
const RESERVATION = 'api::upload-reservation.reservation';
/** Milliseconds for which room is kept for an upload whose instance may have died: longer than any may take (slow-lines.ts). */
const KEPT = 20 * 60 * 1000;

/** Somebody who uploads. */
export interface Uploader {
  readonly userId: number;
  /** Whose the files will be; undefined for moderators and super admins. */
  readonly ministry?: string;
}

/** Something that is being uploaded. */
export interface Upload {
  /** Counts further files of the same request, of which the first is counted already. */
  more(files: number): Promise<void>;
  /** Gives back what was not received after all. */
  done(received: number): Promise<void>;
}

type Limiter = RateLimiterPostgres | RateLimiterSQLite;

/**
 * Counts an upload against the limits of the person, of the ministry, of everyone and of the disk, before
 * any of it is read. What a person uploads counts also when it is refused or deleted later.
 * @param bytes what the request says that it has
 * @throws UploadRefused naming the limit, what has been used and what to do
 */
export async function countUpload(
  strapi: Core.Strapi,
  { userId, ministry }: Uploader,
  bytes: number,
): Promise<Upload> {
  const key = String(userId);
  const giveUp = await reserve(strapi, ministry, bytes);
  try {
    await checkDisk(strapi, bytes);
    await checkRoom(strapi, ministry);
    await takeFiles(strapi, key, 1);
    await takeBytes(strapi, key, bytes);
  } catch (error) {
    await giveUp();
    throw error;
  }
  return {
    more: (files) => takeFiles(strapi, key, files),
    async done(received) {
      await giveUp();
      const unused = kilobytes(bytes) - kilobytes(Math.min(received, bytes));
      if (unused > 0) await (await openLimiter(strapi, 'size')).reward(key, unused);
    },
  };
}

/**
 * Keeps room for an upload in the database before it is looked whether there is any: of two that ask at once, on
 * whichever instances, each sees the other.
 * @returns gives it back
 */
async function reserve(
  strapi: Core.Strapi,
  ministry: string | undefined,
  bytes: number,
): Promise<() => Promise<void>> {
  const reservations = strapi.db.query(RESERVATION);
  await reservations.deleteMany({ where: { until: { $lt: Date.now() } } });
  const { id } = await reservations.create({ data: { ministry, bytes, until: Date.now() + KEPT } });
  return async () => {
    await reservations.delete({ where: { id } });
  };
}

/** Bytes that are kept for uploads under way, of some owners or of all. */
async function reserved(strapi: Core.Strapi, owners?: readonly string[]): Promise<number> {
  const { connection: knex, metadata } = strapi.db;
  const rows = knex(metadata.get(RESERVATION).tableName);
  if (owners !== undefined) rows.whereIn('ministry', owners);
  const [row] = await rows.sum({ bytes: 'bytes' });
  return Number(row?.bytes ?? 0);
}

async function checkDisk(strapi: Core.Strapi, bytes: number): Promise<void> {
  const { DATA_DIR, UPLOAD_FREE_DISK_GB: limit } = getSettings();
  const { bavail, bsize } = await statfs(DATA_DIR);
  const free = bavail * bsize - ((await reserved(strapi)) - bytes);
  // Each file is on the disk twice for a moment: as received, and as stored.
  if (free - 2 * bytes >= limit * GIGABYTE) return;
  strapi.log.error(`Uploads are refused: ${free} bytes of the disk are free, ${limit} GB are kept.`);
  throw refusedUpload(strapi, 'disk-full', { free: Math.max(free, 0) / GIGABYTE, limit });
}

async function checkRoom(strapi: Core.Strapi, ministry: string | undefined): Promise<void> {
  const { UPLOAD_QUOTA_TOTAL_GB, UPLOAD_QUOTA_MINISTRY_GB } = getSettings();
  const total = await stored(strapi);
  if (total + (await reserved(strapi)) > UPLOAD_QUOTA_TOTAL_GB * GIGABYTE) {
    strapi.log.error(`Uploads are refused: ${total} bytes are stored of ${UPLOAD_QUOTA_TOTAL_GB} GB.`);
    throw refusedUpload(strapi, 'total-size', { used: total / GIGABYTE, limit: UPLOAD_QUOTA_TOTAL_GB });
  }
  if (ministry === undefined) return;
  // Departments and offices share the room of their ministry.
  const sharing = await codesWithin(strapi, await topCode(strapi, ministry));
  const own = await stored(strapi, sharing);
  if (own + (await reserved(strapi, sharing)) > UPLOAD_QUOTA_MINISTRY_GB * GIGABYTE) {
    throw refusedUpload(strapi, 'ministry-size', { used: own / GIGABYTE, limit: UPLOAD_QUOTA_MINISTRY_GB });
  }
}

/** Bytes of the stored files, of some owners or of all. */
async function stored(strapi: Core.Strapi, owners?: readonly string[]): Promise<number> {
  const { connection: knex, metadata } = strapi.db;
  const files = knex(metadata.get(FILE).tableName);
  if (owners !== undefined) files.whereIn('ministry', owners);
  // Strapi keeps it in kilobytes.
  const [row] = await files.sum({ kilobytes: 'size' });
  return Number(row?.kilobytes ?? 0) * 1000;
}

async function takeFiles(strapi: Core.Strapi, key: string, files: number): Promise<void> {
  const limit = getSettings().UPLOAD_QUOTA_PERSON_FILES;
  const { consumedPoints, msBeforeNext } = await (await openLimiter(strapi, 'files')).penalty(key, files);
  if (consumedPoints <= limit) return;
  const minutes = Math.ceil(msBeforeNext / 60_000);
  throw refusedUpload(strapi, 'person-count', { used: consumedPoints - files, limit, minutes });
}

async function takeBytes(strapi: Core.Strapi, key: string, bytes: number): Promise<void> {
  const limit = getSettings().UPLOAD_QUOTA_PERSON_MB;
  const limiter = await openLimiter(strapi, 'size');
  const { consumedPoints, msBeforeNext } = await limiter.penalty(key, kilobytes(bytes));
  if (consumedPoints <= limit * 1000) return;
  await limiter.reward(key, kilobytes(bytes));
  const used = (consumedPoints - kilobytes(bytes)) / 1000;
  const hours = Math.ceil(msBeforeNext / (HOUR * 1000));
  throw refusedUpload(strapi, 'person-size', { used, limit, size: bytes / MEGABYTE, hours });
}

/** How long what a person uploads counts, in seconds. */
const COUNTED = { size: 24 * HOUR, files: HOUR } as const;

const limiters = new WeakMap<Core.Strapi, Partial<Record<keyof typeof COUNTED, Promise<Limiter>>>>();

/** A counter in the database, so that all instances count together; its table is made where it is missing. */
function openLimiter(strapi: Core.Strapi, name: keyof typeof COUNTED): Promise<Limiter> {
  const opened = limiters.get(strapi) ?? {};
  limiters.set(strapi, opened);
  opened[name] ??= new Promise<Limiter>((resolve, reject) => {
    const options = {
      // The limits are settings; here is only counted.
      points: Number.MAX_SAFE_INTEGER,
      duration: COUNTED[name],
      keyPrefix: name,
      storeClient: strapi.db.connection,
      storeType: 'knex',
      tableName: 'upload_limits',
    };
    const done = (error?: Error) => {
      if (error) delete opened[name];
      if (error) reject(error);
      else resolve(limiter);
    };
    const limiter =
      strapi.db.dialect.client === 'postgres'
        ? new RateLimiterPostgres(options, done)
        : new RateLimiterSQLite(options, done);
  });
  return opened[name];
}

const kilobytes = (bytes: number) => Math.ceil(bytes / 1000);
