import { randomBytes } from 'node:crypto';
import { Problem } from './problem.mjs';

/** Every secret that the CMS and the builder need, with the number of values it holds. */
const secrets = {
  APP_KEYS: 4,
  API_TOKEN_SALT: 1,
  ADMIN_JWT_SECRET: 1,
  TRANSFER_TOKEN_SALT: 1,
  ENCRYPTION_KEY: 1,
  EXPORT_TOKEN: 1,
  UPLOAD_URL_SECRET: 1,
  REBUILD_WEBHOOK_SECRET: 1,
  PREVIEW_SECRET: 1,
} as const;

/** The names of all secrets. */
export const secretNames = Object.keys(secrets);

const SHORTEST = 32;

export type Variables = Record<string, string | undefined>;

/** `env` without secrets that were copied from .env.example: outside production they count as not set. */
export function withoutSamples(env: Variables): Variables {
  return Object.fromEntries(
    Object.entries(env).filter(([name, value]) => !(name in secrets && isSample(value))),
  );
}

/** The secrets that `env` leaves out, each made of 32 random bytes a value, by name. */
export function generateMissing(env: Variables): Record<string, string> {
  const missing = Object.entries(secrets).filter(([name]) => !env[name]);
  return Object.fromEntries(
    missing.map(([name, count]) => [
      name,
      Array.from({ length: count }, () => randomBytes(32).toString('base64url')).join(','),
    ]),
  );
}

/**
 * Refuses what production must not run with.
 * @throws {Problem} naming every secret that is missing, a sample or too short
 */
export function requireSecrets(env: Variables): void {
  const problems = Object.keys(secrets).flatMap((name) => {
    const value = env[name];
    if (!value) return [`${name} is missing`];
    if (isSample(value)) return [`${name} is still the sample from .env.example`];
    if (value.split(',').some((one) => one.length < SHORTEST)) {
      return [`${name} is shorter than ${SHORTEST} characters`];
    }
    return [];
  });
  if (problems.length > 0) {
    throw new Problem(
      `In production every secret must be set (node -p "crypto.randomBytes(32).toString('base64url')" makes one): ${problems.join('; ')}.`,
    );
  }
}

function isSample(value = ''): boolean {
  return value.split(',').some((one) => one.startsWith('sample-'));
}
