import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Core } from '@strapi/strapi';
import { getSettings } from '../settings';

/** How long an address of an uploaded file opens, in seconds. */
const LIFETIME = 60 * 60;

function signature(path: string, expires: number): string {
  return createHmac('sha256', getSettings().UPLOAD_URL_SECRET)
    .update(`${path}\n${expires}`)
    .digest('base64url');
}

/** An address for an uploaded file that opens until it expires; `path` is `/uploads/<file>`. */
export function signedUrl(path: string, now = Date.now()): string {
  const expires = Math.floor(now / 1000) + LIFETIME;
  return `${path}?expires=${expires}&signature=${signature(path, expires)}`;
}

/** Whether an address was signed by `signedUrl` and has not expired. */
export function isSigned(path: string, query: Record<string, unknown>, now = Date.now()): boolean {
  const expires = Number(query.expires);
  if (!Number.isInteger(expires) || expires * 1000 < now) return false;
  const given = Buffer.from(String(query.signature));
  const wanted = Buffer.from(signature(path, expires));
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}

interface UploadedFile {
  url: string;
  formats?: Record<string, { url: string }> | null;
}

/**
 * Makes Strapi hand out expiring addresses for uploads, as it does for private cloud storage: files
 * of drafts are not public, and an address alone must not open them for ever.
 */
export function makeUploadsPrivate(strapi: Core.Strapi): void {
  strapi.plugin('upload').provider.extend({
    isPrivate: async () => true,
    getSignedUrl: async ({ url }: UploadedFile) => ({ url: signedUrl(url.split('?')[0] ?? url) }),
  });
}
