import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';
import { getSettings } from '../../kernel/settings';

/** What a seal is for: one made for one purpose does not fit another. */
export type Purpose = 'confirmation' | 'device' | 'unlock';

/**
 * A seal over facts that are stored nowhere: HMAC-SHA-256 (RFC 2104) with a key made of ADMIN_JWT_SECRET
 * for the purpose (HKDF, RFC 5869). Put into the facts what makes it worthless when it changes, such as
 * the hash of the account's password.
 */
export function sealOf(purpose: Purpose, facts: readonly (string | number | boolean | null)[]): string {
  const key = hkdfSync('sha256', getSettings().ADMIN_JWT_SECRET, '', `platform ${purpose}`, 32);
  return createHmac('sha256', Buffer.from(key)).update(JSON.stringify(facts)).digest('base64url');
}

/** Whether two texts are the same, found out in a time that says nothing of where they differ. */
export function sameText(given: string, wanted: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(wanted)];
  return a.length === b.length && timingSafeEqual(a, b);
}
