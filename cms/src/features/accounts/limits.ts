import { createHash } from 'node:crypto';
import type { Core } from '@strapi/strapi';
import { RateLimiterPostgres, RateLimiterRes, RateLimiterSQLite } from 'rate-limiter-flexible';

const MINUTE = 60;

/**
 * How often something may be tried, and in how many seconds. Only failures count for signing in: what
 * succeeds is given back. The account's limit bears many addresses, the address's many accounts: the
 * officials of one office often share one. However many addresses somebody has, they try at most 30
 * passwords an hour for one account, 260,000 in a year, of the 1,000,000,000 that a password withstands
 * (password.ts).
 */
const POLICY = {
  /** Wrong passwords and codes for one account from one address. */
  pair: { points: 5, duration: 15 * MINUTE },
  /** The same for any account. */
  address: { points: 50, duration: 15 * MINUTE },
  /** The same for one account from any address; it also bounds how many codes can be guessed by who has the password. */
  account: { points: 30, duration: 60 * MINUTE },
  /** The same on a device that the account's owner has signed in on; it counts instead of the three above. */
  device: { points: 10, duration: 15 * MINUTE },
  /** Passwords and codes that somebody signed in types to confirm something, in one sign-in. */
  confirmation: { points: 10, duration: 15 * MINUTE },
  /** Codes of the second factor that are tried with one link to a new password. */
  reset: { points: 10, duration: 15 * MINUTE },
  /** Invitations and links that are tried from one address, and links that are asked for. */
  link: { points: 30, duration: 15 * MINUTE },
  /** Messages about attempts to one account. */
  told: { points: 1, duration: 6 * 60 * MINUTE },
  /** Uses of a link that counts once. */
  once: { points: 1, duration: 120 * MINUTE },
} as const;

export type LimitName = keyof typeof POLICY;
/** What is counted, by the limits that count it. */
export type Keys = Partial<Record<LimitName, string>>;

/** Something was tried too often. */
export interface Reached {
  readonly limit: LimitName;
  /** Until it may be tried again. */
  readonly seconds: number;
  /** Whether this was the try that reached it. */
  readonly first: boolean;
}

type Limiter = RateLimiterPostgres | RateLimiterSQLite;

/** Counts what is tried, in the database, so that all instances count together. */
export class Limits {
  readonly #limiters: Record<LimitName, Limiter>;

  private constructor(limiters: Record<LimitName, Limiter>) {
    this.#limiters = limiters;
  }

  /** Opens the counters, whose table is made where it is missing. */
  static async open(strapi: Core.Strapi): Promise<Limits> {
    const names = Object.keys(POLICY) as LimitName[];
    const limiters: Partial<Record<LimitName, Limiter>> = {};
    for (const name of names) limiters[name] = await openLimiter(strapi, name);
    return new Limits(limiters as Record<LimitName, Limiter>);
  }

  /**
   * Counts one try under the keys, in their order; must run outside of a transaction, which could take it
   * back. A try that a limit refuses was none: it counts under no other key, so that who is stopped
   * already uses up nobody else's tries.
   * @returns the limit that has been reached
   */
  async take(keys: Keys): Promise<Reached | undefined> {
    const taken: (readonly [LimitName, string])[] = [];
    for (const [limit, key] of entries(keys)) {
      try {
        await this.#limiters[limit].consume(key);
        taken.push([limit, key]);
      } catch (refusal) {
        if (!(refusal instanceof RateLimiterRes)) throw refusal;
        for (const [earlier, its] of taken) await this.#limiters[earlier].reward(its);
        const seconds = Math.max(1, Math.ceil(refusal.msBeforeNext / 1000));
        return { limit, seconds, first: refusal.consumedPoints === POLICY[limit].points + 1 };
      }
    }
    return undefined;
  }

  /** Takes one try back, for what succeeded. */
  async giveBack(keys: Keys): Promise<void> {
    for (const [limit, key] of entries(keys)) await this.#limiters[limit].reward(key);
  }

  /** Forgets all tries under these keys. */
  async forget(keys: Keys): Promise<void> {
    for (const [limit, key] of entries(keys)) await this.#limiters[limit].delete(key);
  }
}

/** The counters of this process, opened when they are first needed, and again when that has failed. */
export function limitsOf(strapi: Core.Strapi): () => Promise<Limits> {
  let limits: Promise<Limits> | undefined;
  return () => {
    limits ??= Limits.open(strapi).catch((error) => {
      limits = undefined;
      throw error;
    });
    return limits;
  };
}

/** Keys are stored as hashes: all of one length, and no list of e-mail addresses. */
const entries = (keys: Keys) =>
  Object.entries(keys).map(
    ([limit, key]) => [limit as LimitName, createHash('sha256').update(key).digest('hex')] as const,
  );

function openLimiter(strapi: Core.Strapi, name: LimitName): Promise<Limiter> {
  return new Promise((resolve, reject) => {
    const options = {
      ...POLICY[name],
      keyPrefix: name,
      storeClient: strapi.db.connection,
      storeType: 'knex',
      tableName: 'sign_in_limits',
      // Who is blocked costs no further question to the database.
      inMemoryBlockOnConsumed: POLICY[name].points + 1,
    };
    const done = (error?: Error) => (error ? reject(error) : resolve(limiter));
    const limiter =
      strapi.db.dialect.client === 'postgres'
        ? new RateLimiterPostgres(options, done)
        : new RateLimiterSQLite(options, done);
  });
}
