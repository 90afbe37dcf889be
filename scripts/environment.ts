import {
  accessSync,
  constants,
  lstatSync,
  mkdirSync,
  readFileSync,
  renameSync,
  writeFileSync,
} from 'node:fs';
import { isIP, isIPv6 } from 'node:net';
import { join, resolve } from 'node:path';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { parseEnv } from 'node:util';
import { setModes } from './lib/modes.ts';
import { Problem } from './lib/problem.mjs';
import { root } from './lib/root.ts';
import { generateMissing, requireSecrets, type Variables, withoutSamples } from './lib/secrets.ts';

/** What the commands need to know; the CMS, the site and the builder check the rest themselves. */
export interface EnvironmentSettings {
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
export function loadEnvironment(given: Variables = process.env, folder = root): EnvironmentSettings {
  const { named, dataDir } = readGiven(given, folder);
  const host = hostName(named.HOST ?? '127.0.0.1');
  const cmsPort = port(named, 'CMS_PORT', 1337);
  const sitePort = port(named, 'SITE_PORT', 4321);
  if (cmsPort === sitePort) {
    throw new Problem(`CMS_PORT and SITE_PORT are both ${cmsPort}: give them different ports.`);
  }
  const origin = (number: number) => `http://${reachable(host)}:${number}`;
  const localSiteUrl = origin(sitePort);
  const cmsUrl = webAddress(named, 'CMS_URL');
  const siteUrl = webAddress(named, 'SITE_URL');
  if (cmsUrl !== undefined && cmsUrl === siteUrl) {
    throw new Problem(`CMS_URL and SITE_URL are both ${cmsUrl}: give each a host of its own.`);
  }
  const production = isProduction(named);
  trustAuthorities(named.NODE_EXTRA_CA_CERTS, given);
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
      ...(cmsUrl && { CMS_URL: cmsUrl }),
      // In production what is missing is asked for, not made up.
      SITE_URL: siteUrl ?? (production ? undefined : localSiteUrl),
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

/**
 * The variables of a file, none where there is no such file. A mark at its beginning (BOM), as some editors
 * write it, and lines that end as on Windows are no part of them.
 * @throws {Problem} when it is there and cannot be read as text
 */
function readVariables(file: string): Record<string, string> {
  const bytes = readIfThere(file);
  if (bytes === undefined) return {};
  try {
    return withoutEmpty(parseEnv(new TextDecoder('utf-8', { fatal: true }).decode(bytes)));
  } catch {
    throw new Problem(`${file} is not UTF-8 text: save it as plain text in UTF-8.`);
  }
}

function readIfThere(file: string): Buffer | undefined {
  try {
    return readFileSync(file);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    // A link that leads nowhere is there all the same: somebody wanted settings.
    if (code === 'ENOTDIR') return undefined;
    if (code === 'ENOENT' && !lstatSync(file, { throwIfNoEntry: false })) return undefined;
    const what =
      code === 'EISDIR'
        ? 'is a folder: make it a file with a line for each setting'
        : `cannot be read (${code}): let this user read it, or take it away`;
    throw new Problem(`${file} ${what}.`);
  }
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

/**
 * The origin that a setting names, as browsers write it: in small letters, hosts in other scripts in Punycode,
 * no slash at the end. Site and CMS are each at the root of a host or port of their own.
 */
function webAddress(named: Variables, name: string): string | undefined {
  const value = named[name];
  if (value === undefined) return undefined;
  const url = URL.parse(value);
  if (!url || !/^https?:$/.test(url.protocol) || url.hostname === '') {
    throw new Problem(`${name} is "${value}": it must be an address such as https://example.org`);
  }
  // What would silently be left out, and a password in an address that everybody sees.
  if (url.href !== `${url.origin}/`) {
    throw new Problem(`${name} is "${value}": nothing may follow its host, write ${url.origin}`);
  }
  return url.origin;
}

/**
 * Lets this process trust what NODE_EXTRA_CA_CERTS names in `.env` too: Node looks for it when it starts, as
 * the processes started from here do, and only warns where it cannot be read.
 */
function trustAuthorities(file: string | undefined, given: Variables): void {
  if (file === undefined) return;
  const trusted = getCACertificates('default');
  try {
    const certificates = readFileSync(file, 'utf8');
    if (given.NODE_EXTRA_CA_CERTS !== file) setDefaultCACertificates([...trusted, certificates]);
  } catch {
    throw new Problem(
      `NODE_EXTRA_CA_CERTS is "${file}": it must be a file of certificates (PEM) that this user can read, by its whole path.`,
    );
  }
}

function hostName(value: string): string {
  if (isIP(value) || /^[a-z\d]([a-z\d.-]*[a-z\d])?$/i.test(value)) return value;
  throw new Problem(
    `HOST is "${value}": it must be the address of this machine to listen on, such as 127.0.0.1 or 0.0.0.0`,
  );
}

/** A slip must not start a server for the public as one for trying out, with demo sign-ins. */
function isProduction({ NODE_ENV: mode = 'development' }: Variables): boolean {
  if (['production', 'development', 'test'].includes(mode)) return mode === 'production';
  throw new Problem(
    `NODE_ENV is "${mode}": it must be production, or empty where the platform is tried out.`,
  );
}

/** The address under which this machine reaches a server that listens on `host`. */
function reachable(host: string): string {
  if (host === '0.0.0.0' || host === '::') return '127.0.0.1';
  return isIPv6(host) ? `[${host}]` : host;
}
