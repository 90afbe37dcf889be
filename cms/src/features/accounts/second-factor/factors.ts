import type { Core } from '@strapi/strapi';
import { newRecoveryCodes, newSecret, recoveryHash, stepOf } from './codes';

const FACTOR = 'api::second-factor.second-factor';

interface Row {
  readonly id: number;
  /** The admin user's id. */
  readonly account: number;
  /** Encrypted with ENCRYPTION_KEY by Strapi's own service, AES-256-GCM. */
  readonly secret: string;
  /** Whether a code has shown that the app knows the secret; before that it asks nobody for one. */
  readonly confirmed: boolean;
  /** The time step of the last code that was taken. */
  readonly lastStep: number;
  /** Hashes of the recovery codes that are left, by spaces. */
  readonly recovery: string | null;
}

/** How a code fared; `unasked` where the account has no second factor. */
export type CodeOutcome = 'unasked' | 'missing' | 'wrong' | 'right' | 'recovered';

const table = (strapi: Core.Strapi) => strapi.db.query(FACTOR);

async function find(strapi: Core.Strapi, account: number, confirmed: boolean): Promise<Row | null> {
  return table(strapi).findOne({ where: { account, confirmed } });
}

/** Whether an account is asked for a code, and how many recovery codes it has left. */
export async function factorState(
  strapi: Core.Strapi,
  account: number,
): Promise<{ on: boolean; recoveryLeft: number }> {
  const factor = await find(strapi, account, true);
  return { on: factor !== null, recoveryLeft: factor?.recovery ? factor.recovery.split(' ').length : 0 };
}

/** The accounts that are asked for a code. */
export async function accountsWithFactor(strapi: Core.Strapi): Promise<number[]> {
  const rows: Row[] = await table(strapi).findMany({ where: { confirmed: true } });
  return rows.map(({ account }) => account);
}

/** Makes a secret for an account, which counts once a code confirms it; undefined when one counts already. */
export async function beginFactor(strapi: Core.Strapi, account: number): Promise<string | undefined> {
  const secret = newSecret();
  const encrypted: string | null = strapi.service('admin::encryption').encrypt(secret);
  if (encrypted === null) throw new Error('ENCRYPTION_KEY is missing');
  return strapi.db.transaction(async () => {
    if (await find(strapi, account, true)) return undefined;
    await table(strapi).deleteMany({ where: { account, confirmed: false } });
    await table(strapi).create({ data: { account, secret: encrypted, confirmed: false, lastStep: 0 } });
    return secret;
  });
}

/** Lets the account's new secret count from now on, and answers its recovery codes, shown this once. */
export async function confirmFactor(
  strapi: Core.Strapi,
  account: number,
  code: string,
): Promise<string[] | undefined> {
  const factor = await find(strapi, account, false);
  const step = factor && stepIn(strapi, factor, code);
  if (!factor || step === undefined || step === null) return undefined;
  const codes = newRecoveryCodes();
  const recovery = codes.map(recoveryHash).join(' ');
  await table(strapi).update({
    where: { id: factor.id },
    data: { confirmed: true, lastStep: step, recovery },
  });
  return codes;
}

/**
 * Takes the code of an account's app, or one of its recovery codes; each counts once, on whichever
 * instance it arrives first. Others use `spendCode`, which also tells of it.
 */
export async function takeCode(
  strapi: Core.Strapi,
  account: number,
  typed: string | undefined,
): Promise<CodeOutcome> {
  const factor = await find(strapi, account, true);
  if (!factor) return 'unasked';
  if (!typed?.trim()) return 'missing';
  const step = stepIn(strapi, factor, typed);
  if (step !== undefined) {
    const where = { id: factor.id, lastStep: { $lt: step } };
    const { count } = await table(strapi).updateMany({ where, data: { lastStep: step } });
    return count === 1 ? 'right' : 'wrong';
  }
  const left = factor.recovery?.split(' ') ?? [];
  const spent = recoveryHash(typed);
  if (!left.includes(spent)) return 'wrong';
  const { count } = await table(strapi).updateMany({
    where: { id: factor.id, recovery: factor.recovery },
    data: { recovery: left.filter((hash) => hash !== spent).join(' ') || null },
  });
  return count === 1 ? 'recovered' : 'wrong';
}

/** Asks an account for no code any more; answers whether it was asked before. */
export async function removeFactor(strapi: Core.Strapi, account: number): Promise<boolean> {
  const { on } = await factorState(strapi, account);
  await table(strapi).deleteMany({ where: { account } });
  return on;
}

/** The code's time step; a secret that ENCRYPTION_KEY does not open any more has no codes. */
function stepIn(strapi: Core.Strapi, { secret, lastStep }: Row, typed: string): number | undefined {
  const plain: string | null = strapi.service('admin::encryption').decrypt(secret);
  const step = plain === null ? undefined : stepOf(plain, digits(typed));
  return step !== undefined && step > lastStep ? step : undefined;
}

/** What was typed without spaces, Bengali digits as the app's own. */
function digits(typed: string): string {
  return typed.replace(/\s/g, '').replace(/[০-৯]/g, (digit) => String(digit.charCodeAt(0) - 0x9e6));
}
