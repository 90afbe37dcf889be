import { createHash, randomBytes } from 'node:crypto';
import { Secret, TOTP } from 'otpauth';

/** RFC 6238 as authenticator apps know it: SHA-1, six digits, 30 seconds. */
const FORMAT = { algorithm: 'SHA1', digits: 6, period: 30 } as const;
/** Steps before and after now whose codes count: clocks of phones differ, and typing takes time. */
const WINDOW = 1;
const RECOVERY_CODES = 10;
/** 80 bits: too many to be found from the hashes. */
const RECOVERY_BYTES = 10;

/** A new secret of 160 bits (RFC 4226, section 4), in Base32. */
export function newSecret(): string {
  return new Secret({ size: 20 }).base32;
}

/** The `otpauth://` address that an app takes as a QR code. */
export function enrolmentUri(secret: string, issuer: string, label: string): string {
  return new TOTP({ ...FORMAT, issuer, label, secret }).toString();
}

/**
 * The time step whose code this is, or undefined when it is none that counts now. A step that was used
 * must not be taken again: that would be a replay (RFC 6238, section 5.2).
 * @param now milliseconds
 */
export function stepOf(secret: string, code: string, now = Date.now()): number | undefined {
  if (!/^\d{6}$/.test(code)) return undefined;
  const delta = new TOTP({ ...FORMAT, secret }).validate({ token: code, timestamp: now, window: WINDOW });
  return delta === null ? undefined : Math.floor(now / 1000 / FORMAT.period) + delta;
}

/** New codes for when the app is lost, each good for once: `ABCD-EFGH-IJKL-MNOP`. */
export function newRecoveryCodes(): string[] {
  return Array.from({ length: RECOVERY_CODES }, () => {
    const code = new Secret({ buffer: new Uint8Array(randomBytes(RECOVERY_BYTES)).buffer }).base32;
    return code.replace(/(.{4})(?=.)/g, '$1-');
  });
}

/** What is stored of a recovery code, however it is typed. */
export function recoveryHash(code: string): string {
  const plain = code.toUpperCase().replace(/[^A-Z2-7]/g, '');
  return createHash('sha256').update(plain).digest('hex');
}
