import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

/** The repository's root; a relative DATA_DIR starts there. */
export const root = fileURLToPath(new URL('../../', import.meta.url));

const anyPort = z.coerce
  .number('must be a port number')
  .int('must be a port number')
  .min(1, 'must be a port number from 1 to 65535')
  .max(65535, 'must be a port number from 1 to 65535');
const port = (fallback: number) => anyPort.default(fallback);
const address = z
  .url({ protocol: /^https?$/, error: 'must be an address that starts with http:// or https://' })
  .transform((value) => new URL(value))
  .refine(({ origin, href }) => href === `${origin}/`, {
    error: 'must be an address with nothing after its host',
  })
  .transform(({ origin }) => origin);

/** An e-mail address, or the address of a form; as RFC 9116 wants it, a URI. */
const contact = z
  .string()
  .transform((said) => (z.email().safeParse(said).success ? `mailto:${said}` : said))
  .refine((said) => /^(?:mailto:[^\s@"$\\]+@[^\s@"$\\]+|https:\/\/[^\s"$\\]+)$/.test(said), {
    error: 'must be an e-mail address, or an address that starts with https://',
  });

const schema = z.object({
  DATA_DIR: z.string().default('data'),
  HOST: z.string().default('127.0.0.1'),
  CMS_PORT: port(1337),
  SITE_PORT: port(4321),
  CMS_URL: address.optional(),
  SITE_URL: address.optional(),
  EXPORT_TOKEN: z.string().optional(),
  BUILDER_PORT: anyPort.optional(),
  REBUILD_WEBHOOK_SECRET: z.string().optional(),
  SECURITY_CONTACT: contact.optional(),
});

export interface SiteSettings {
  readonly dataDir: string;
  /** Where the static server listens. */
  readonly host: string;
  readonly sitePort: number;
  /** Where the CMS listens on this machine. */
  readonly cmsPort: number;
  /** Where the builder finds the CMS, without a trailing slash. */
  readonly cmsUrl: string;
  /** The site's public origin. */
  readonly siteUrl: string;
  /** Opens the export; a build from a file needs none. */
  readonly exportToken: string | undefined;
  /** Where the builder lets itself be woken early; undefined where nobody wakes it. */
  readonly trigger: { readonly port: number; readonly secret: string } | undefined;
  /** Whom to tell of a weakness, a URI; without it there is no security.txt. */
  readonly securityContact: string | undefined;
  readonly folders: Folders;
}

/** Where things are in DATA_DIR. */
export interface Folders {
  readonly dataDir: string;
  /** May be deleted at any time; the next build is slower, and until its index is made nothing is found by the search. */
  readonly cache: string;
  readonly media: string;
  readonly images: string;
  readonly compressed: string;
  readonly releases: string;
  /** What the next releases begin as. Beside the releases, because a folder can only be moved on one disk. */
  readonly prepared: string;
  /** Waits to be deleted. */
  readonly trash: string;
  /** A symbolic link to the release that visitors get. */
  readonly live: string;
  /** Files named by their content that releases of the last days had: pages that are open ask for them. */
  readonly assets: string;
  /** Says what was taken off the site and may still be in old releases or caches; absent when it is nowhere. */
  readonly withdrawn: string;
  /** Says which release an operator holds live; absent in normal times. */
  readonly pin: string;
  /** The last build's report. */
  readonly report: string;
  /** How the builder that runs is doing. */
  readonly state: string;
  /** How the processes are doing that `npm start` looks after. */
  readonly processes: string;
  /** How the CMS and its database are doing, as the CMS notes it. */
  readonly cms: string;
  /** How backups are doing, as the CMS's commands note it. */
  readonly backup: string;
  readonly logs: string;
  /** Held by whoever builds. */
  readonly lock: string;
  /** Held for the moment in which another release goes live. */
  readonly swapLock: string;
}

/** A setting is missing or wrong; the message has one line for each, naming it. */
export class SettingsError extends Error {
  override readonly name = 'SettingsError';
}

/**
 * Reads and checks the builder's and the static server's settings.
 * @throws SettingsError
 */
export function readSettings(environment: NodeJS.ProcessEnv): SiteSettings {
  // An empty line in .env means "not set".
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));
  const checked = schema.safeParse(given);
  if (!checked.success) {
    const problems = checked.error.issues.map(
      ({ path: [name], message }) => `${String(name)} ${message}, but is "${given[String(name)]}".`,
    );
    throw new SettingsError(problems.join('\n'));
  }
  const { DATA_DIR, HOST, CMS_PORT, SITE_PORT, CMS_URL, SITE_URL, EXPORT_TOKEN } = checked.data;
  const { BUILDER_PORT, REBUILD_WEBHOOK_SECRET, SECURITY_CONTACT } = checked.data;
  const dataDir = resolve(root, DATA_DIR);
  return {
    dataDir,
    host: HOST,
    sitePort: SITE_PORT,
    cmsPort: CMS_PORT,
    cmsUrl: CMS_URL ?? `http://127.0.0.1:${CMS_PORT}`,
    siteUrl: SITE_URL ?? `http://127.0.0.1:${SITE_PORT}`,
    exportToken: EXPORT_TOKEN,
    trigger:
      BUILDER_PORT && REBUILD_WEBHOOK_SECRET
        ? { port: BUILDER_PORT, secret: REBUILD_WEBHOOK_SECRET }
        : undefined,
    securityContact: SECURITY_CONTACT,
    folders: foldersOf(dataDir),
  };
}

/** Where things are in a data folder. */
export function foldersOf(dataDir: string): Folders {
  const cache = join(dataDir, 'cache');
  return {
    dataDir,
    cache,
    media: join(cache, 'media'),
    images: join(cache, 'images'),
    compressed: join(cache, 'brotli'),
    releases: join(dataDir, 'releases'),
    prepared: join(dataDir, 'releases/.spares'),
    trash: join(dataDir, 'releases/.discarded'),
    live: join(dataDir, 'live'),
    assets: join(dataDir, 'assets'),
    withdrawn: join(dataDir, 'withdrawn.json'),
    pin: join(dataDir, 'pin.json'),
    report: join(dataDir, 'builder.json'),
    state: join(dataDir, 'builder-state.json'),
    processes: join(dataDir, 'processes.json'),
    cms: join(dataDir, 'cms-health.json'),
    backup: join(dataDir, 'backup.json'),
    logs: join(dataDir, 'logs'),
    lock: join(dataDir, 'builder.lock'),
    swapLock: join(dataDir, 'live.lock'),
  };
}
