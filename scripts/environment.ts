import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  writeFileSync,
} from 'node:fs';
import { isIPv6 } from 'node:net';
import { join, resolve } from 'node:path';
import { parseEnv } from 'node:util';
import { setModes } from './lib/modes.ts';
import { Problem } from './lib/problem.mjs';
import { root } from './lib/root.ts';
import { generateMissing, requireSecrets, type Variables, withoutSamples } from './lib/secrets.ts';

/** What the commands need to know; the CMS, the site and the builder check the rest themselves. */
export interface Settings {
  /** Absolute folder of the database, the uploads and the releases. */
  readonly dataDir: string;
  readonly host: string;
  readonly cmsPort: number;
  readonly sitePort: number;
  /** Where this machine reaches the CMS, without a slash at the end. */
  readonly localCmsUrl: string;
  readonly localSiteUrl: string;
  readonly production: boolean;
  /** The whole environment for child processes: files and secrets included, DATA_DIR absolute. */
  readonly env: NodeJS.ProcessEnv;
}

/**
 * Reads the settings: the environment first, then the root's `.env`, then `DATA_DIR/secrets.env`,
 * which is made on the first start outside production. An empty value means "not set".
 * @param given the environment of this process
 * @param folder where `.env` is looked for and what a relative DATA_DIR starts from
 * @throws {Problem} naming the setting that is wrong
 */
export function loadEnvironment(given: Variables = process.env, folder = root): Settings {
  const { named, dataDir } = readGiven(given, folder);
  const host = named.HOST ?? '127.0.0.1';
  const cmsPort = port(named, 'CMS_PORT', 1337);
  const sitePort = port(named, 'SITE_PORT', 4321);
  if (cmsPort === sitePort) {
    throw new Problem(`CMS_PORT and SITE_PORT are both ${cmsPort}: give them different ports.`);
  }
  const origin = (number: number) => `http://${reachable(host)}:${number}`;
  const localSiteUrl = origin(sitePort);
  webAddress(named, 'CMS_URL');
  webAddress(named, 'SITE_URL');
  const production = named.NODE_ENV === 'production';
  return {
    dataDir,
    host,
    cmsPort,
    sitePort,
    localCmsUrl: origin(cmsPort),
    localSiteUrl,
    production,
    env: {
      ...withSecrets(named, dataDir, production),
      DATA_DIR: dataDir,
      HOST: host,
      CMS_PORT: String(cmsPort),
      SITE_PORT: String(sitePort),
      SITE_URL: named.SITE_URL ?? localSiteUrl,
    },
  };
}

/**
 * What somebody set, and where the data are to be; makes nothing.
 * @param given the environment of this process
 * @param folder where `.env` is looked for and what a relative DATA_DIR starts from
 */
export function readGiven(
  given: Variables = process.env,
  folder = root,
): { readonly named: Record<string, string>; readonly dataDir: string } {
  const named = { ...readVariables(join(folder, '.env')), ...withoutEmpty(given) };
  return { named, dataDir: resolve(folder, named.DATA_DIR ?? 'data') };
}

/**
 * Makes DATA_DIR, with the folder for uploads that the CMS does not start without, and sets its modes right.
 * @throws {Problem} when it cannot be written to, or holds what is another user's
 */
export function prepareDataDir(dataDir: string): void {
  try {
    mkdirSync(join(dataDir, 'public/uploads'), { recursive: true });
    accessSync(dataDir, constants.W_OK);
    setModes(dataDir);
  } catch (error) {
    const why = error instanceof Error && 'code' in error ? ` (${error.code})` : '';
    throw new Problem(
      `The data folder ${dataDir} cannot be written to${why}: make it writable for this user or set DATA_DIR to another folder.`,
    );
  }
}

function withSecrets(named: Variables, dataDir: string, production: boolean): Variables {
  const file = join(dataDir, 'secrets.env');
  const stored = readVariables(file);
  if (production) {
    const env = { ...stored, ...named };
    requireSecrets(env);
    return env;
  }
  const env = { ...stored, ...withoutSamples(named) };
  const made = generateMissing(env);
  if (Object.keys(made).length > 0) {
    prepareDataDir(dataDir);
    const lines = Object.entries({ ...stored, ...made }).map(([name, value]) => `${name}=${value}\n`);
    writeFileSync(`${file}.new`, lines.join(''), { mode: 0o600 });
    renameSync(`${file}.new`, file);
  }
  return { ...env, ...made };
}

function readVariables(file: string): Record<string, string> {
  return existsSync(file) ? withoutEmpty(parseEnv(readFileSync(file, 'utf8'))) : {};
}

function withoutEmpty(variables: Variables): Record<string, string> {
  const set = Object.entries(variables).filter((entry): entry is [string, string] => Boolean(entry[1]));
  return Object.fromEntries(set);
}

function port(named: Variables, name: string, normal: number): number {
  const value = named[name];
  if (value === undefined) return normal;
  const number = Number(value);
  if (!/^\d+$/.test(value) || number < 1 || number > 65_535) {
    throw new Problem(`${name} is "${value}": it must be a port, a whole number from 1 to 65535.`);
  }
  return number;
}

function webAddress(named: Variables, name: string): void {
  const value = named[name];
  if (value !== undefined && !(URL.canParse(value) && /^https?:/.test(value))) {
    throw new Problem(`${name} is "${value}": it must be an address such as https://example.org`);
  }
}

/** The address under which this machine reaches a server that listens on `host`. */
function reachable(host: string): string {
  if (host === '0.0.0.0' || host === '::') return '127.0.0.1';
  return isIPv6(host) ? `[${host}]` : host;
}
