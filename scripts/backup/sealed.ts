import { Decrypter, Encrypter, generateX25519Identity, identityToRecipient } from 'age-encryption';
import { Problem } from '../lib/problem.mjs';

/** Keys in the format of age (https://age-encryption.org/v1), whose programs read what is sealed here too. */
export interface KeyPair {
  /** `AGE-SECRET-KEY-1…` */
  readonly privateKey: string;
  /** `age1…` */
  readonly publicKey: string;
}

export async function makeKeyPair(): Promise<KeyPair> {
  const privateKey = await generateX25519Identity();
  return { privateKey, publicKey: await publicKeyOf(privateKey) };
}

export async function publicKeyOf(privateKey: string): Promise<string> {
  return identityToRecipient(privateKey);
}

/**
 * Encrypts a text so that only whoever has one of the private keys can read it.
 * @throws {Problem} naming a public key that is none
 */
export async function seal(text: string, publicKeys: readonly string[]): Promise<Uint8Array> {
  const encrypter = new Encrypter();
  for (const key of publicKeys) {
    try {
      encrypter.addRecipient(key);
    } catch {
      throw new Problem(`BACKUP_PUBLIC_KEY holds “${key}”, which is no public key: was a letter lost?`);
    }
  }
  return encrypter.encrypt(text);
}

/**
 * Reads what was sealed.
 * @param keyFile the text of a file of private keys, as age-keygen writes it: comments and one key a line
 * @throws {Problem} when none of the keys fits
 */
export async function unseal(sealed: Uint8Array, keyFile: string): Promise<string> {
  const keys = keyFile.split(/\r?\n/).map((line) => line.trim());
  const decrypter = new Decrypter();
  const found = keys.filter((line) => line.startsWith('AGE-SECRET-KEY-'));
  if (found.length === 0) throw new Problem('The key file holds no private key (AGE-SECRET-KEY-…).');
  try {
    for (const key of found) decrypter.addIdentity(key);
    return await decrypter.decrypt(sealed, 'text');
  } catch {
    throw new Problem(
      'The private key does not open the secrets of this backup: they were encrypted to another public key.',
    );
  }
}
