import path from 'node:path';
import { z } from 'zod';

/** Secrets of at least 32 characters, not the samples of `.env.example`. */
const secret = z
  .string()
  .min(32, 'must have at least 32 characters')
  .refine((value) => !value.startsWith('sample-'), { message: 'is still the sample from .env.example' });

/** A number as people write it, in digits alone: what else JavaScript takes for one (`1e3`, nothing) is a slip. */
const numeric = (pattern: RegExp, kind: string) => (least: number, most: number) => {
  const message = `must be ${kind} from ${least} to ${most}`;
  return z
    .string()
    .trim()
    .regex(pattern, message)
    .transform(Number)
    .pipe(z.number().min(least, message).max(most, message));
};
const whole = numeric(/^\d+$/, 'a whole number');
const decimal = numeric(/^\d+(\.\d+)?$/, 'a number');
const limit = (usual: number) => decimal(0, 1_000_000).default(usual);
const port = whole(1, 65_535);

const isOrigin = (value: string) => /^https?:/.test(value) && URL.parse(value)?.origin === value;
const url = (protocol: RegExp, like: string) =>
  z.url({ protocol, error: `must be an address such as ${like}` });
/** Addresses of site and CMS, with nothing after the host: both have a host, or a port, of their own. */
const webOrigin = (like: string) =>
  url(/^https?$/, like)
    .transform((value) => (value.endsWith('/') ? value.slice(0, -1) : value))
    .refine(isOrigin, `must be an address such as ${like}, with nothing after the host`);

/** Who mails come from: an address, with a name that people read beside it or none. */
interface Sender {
  readonly name: string;
  readonly address: string;
}

/** Takes `no-reply@example.org`, or a name before it: `Social Protection <no-reply@example.org>`; undefined for all else. */
export function parseSender(text: string): Sender | undefined {
  const [, named = '', address = text.trim()] = /^\s*(.*?)\s*<\s*([^<>]*?)\s*>\s*$/.exec(text) ?? [];
  const name = named.replace(/^"(.*)"$/, '$1').trim();
  const good = z.email().safeParse(address).success && !/[\p{Cc}"\\<>]/u.test(name);
  return good ? { name, address } : undefined;
}

/** A sender as it stands in a message. Quoted, a name may hold commas and still names one mailbox. */
export function senderLine({ name, address }: Sender): string {
  return name ? `"${name}" <${address}>` : address;
}

const mailAddress = z.email('must be an e-mail address such as name@example.org');
const sender = z.string().transform((text, context) => {
  const parsed = parseSender(text);
  if (parsed) return senderLine(parsed);
  const message = 'must be an e-mail address, or a name and one: Social Protection <no-reply@example.org>';
  context.addIssue({ code: 'custom', message });
  return z.NEVER;
});

const FACTOR_ROLES = ['super-admin', 'moderator', 'editor'] as const;
const factorRoles = z
  .string()
  .transform((list) => list.split(',').map((name) => name.trim()))
  .transform((names) => (names.join() === 'none' ? [] : names))
  .pipe(
    z.array(
      z.enum(FACTOR_ROLES, { message: `must be “none” or some of ${FACTOR_ROLES.join(',')}, by commas` }),
    ),
  );

/**
 * What counts where nothing is set. In production: twelve hours and half an hour, as OWASP ASVS 4.0.3
 * says in 3.3.2 for level 2.
 */
const UNLESS_SET = {
  production: {
    SESSION_HOURS: 12,
    SESSION_IDLE_MINUTES: 30,
    REQUIRE_SECOND_FACTOR: ['super-admin', 'moderator'],
  },
  elsewhere: { SESSION_HOURS: 168, SESSION_IDLE_MINUTES: 1440, REQUIRE_SECOND_FACTOR: [] },
} as const;
type Unset = {
  readonly TRUSTED_PROXIES: number;
  readonly SESSION_HOURS: number;
  readonly SESSION_IDLE_MINUTES: number;
  readonly REQUIRE_SECOND_FACTOR: readonly (typeof FACTOR_ROLES)[number][];
};

const schema = z
  .object({
    HOST: z.string().default('127.0.0.1'),
    CMS_PORT: port.default(1337),
    /** Where people reach the CMS; behind a proxy it differs from host and port. */
    CMS_URL: webOrigin('https://cms.example.org').optional(),
    /** Origins whose pages may ask the CMS; the CMS's own always may. */
    CMS_ALLOWED_ORIGINS: z
      .string()
      .default('')
      .transform((list) => list.split(',').flatMap((origin) => origin.trim() || []))
      .pipe(z.array(z.string().refine(isOrigin, 'must be origins such as https://example.org, by commas'))),
    /** How many reverse proxies stand in front: so many addresses at the end of X-Forwarded-For count. */
    TRUSTED_PROXIES: whole(0, 10).optional(),
    SITE_PORT: port.default(4321),
    /** Where visitors find the site. */
    SITE_URL: webOrigin('https://example.org').optional(),
    DATA_DIR: z.string().default('../data'),
    /** Read by what starts the CMS. */
    CMS_HEAP_MB: whole(256, 65_536).optional(),
    /** Who is told when a process needs a person or backups fail. */
    OPERATOR_EMAIL: mailAddress.optional(),
    DATABASE_URL: url(/^postgres(ql)?$/, 'postgres://user:password@host:5432/name')
      .refine(
        (value) => /^\/./.test(URL.parse(value)?.pathname ?? '/'),
        'must end with the name of a database',
      )
      .optional(),
    /** Connections to PostgreSQL that one instance of the CMS holds at most. */
    DATABASE_POOL: whole(2, 100).default(10),
    APP_KEYS: z
      .string()
      .transform((keys) => keys.split(','))
      .pipe(z.array(secret).min(1)),
    API_TOKEN_SALT: secret,
    ADMIN_JWT_SECRET: secret,
    TRANSFER_TOKEN_SALT: secret,
    ENCRYPTION_KEY: secret,
    EXPORT_TOKEN: secret,
    UPLOAD_URL_SECRET: secret,
    /** Signs what wakes the builder early. */
    REBUILD_WEBHOOK_SECRET: secret,
    BUILDER_TRIGGER_URL: url(/^https?$/, 'http://127.0.0.1:4400').optional(),
    PREVIEW_SECRET: secret,
    /** Where backups go; scripts/backup/settings.ts knows the rest. */
    BACKUP_REPOSITORY: z.string().optional(),
    /** Minutes between two backups: no more than this is ever lost. */
    BACKUP_MINUTES: whole(5, 60).default(30),
    BACKUP_WITNESS: url(
      /^(https?|mailto|file)$/,
      'https://example.org or mailto:somebody@example.org',
    ).optional(),
    /** Whether this instance does what recurs: mails, schedules, backups. */
    JOBS: z.enum(['on', 'off'], { message: 'must be on or off' }).default('on'),
    /** Uploads: megabytes and files of one person, gigabytes of a ministry and of all, and what of the disk stays free. */
    UPLOAD_QUOTA_PERSON_MB: limit(1000),
    UPLOAD_QUOTA_PERSON_FILES: limit(200),
    UPLOAD_QUOTA_MINISTRY_GB: limit(10),
    UPLOAD_QUOTA_TOTAL_GB: limit(50),
    UPLOAD_FREE_DISK_GB: limit(1),
    /** Where ClamAV's clamd listens: a socket's path, or a port of this machine. */
    CLAMD_SOCKET: z
      .string()
      .regex(/^(\/.+|(127\.\d+\.\d+\.\d+|localhost|\[::1\]):\d+)$/, 'must be a path or 127.0.0.1:<port>')
      .optional(),
    SMTP_URL: url(/^smtps?$/, 'smtps://user:password@mail.example.org').optional(),
    /** As it stands in a message: an address, or a name and one. */
    MAIL_FROM: sender.default('no-reply@example.org'),
    /** `owner/repository` that a `repository_dispatch` is sent to when something is published. */
    GITHUB_REPOSITORY_DISPATCH: z
      .string()
      .regex(/^[\w.-]+\/[\w.-]+$/, 'must be owner/name')
      .optional(),
    GITHUB_DISPATCH_TOKEN: z.string().min(1).optional(),
    GITHUB_API_URL: url(/^https?$/, 'https://api.github.com').default('https://api.github.com'),
    /** Hours after which everyone signs in anew. */
    SESSION_HOURS: decimal(0.1, 720).optional(),
    /** Minutes without a sign of life after which a session is over. */
    SESSION_IDLE_MINUTES: decimal(1, 20_160).optional(),
    /** Roles that may do nothing without a second factor, by commas; `none` for no role. */
    REQUIRE_SECOND_FACTOR: factorRoles.optional(),
  })
  .superRefine(({ CMS_URL, TRUSTED_PROXIES }, context) => {
    if (!CMS_URL?.startsWith('https:') || TRUSTED_PROXIES !== undefined) return;
    const message = 'is needed with an https CMS_URL: how many reverse proxies stand in front, mostly 1';
    context.addIssue({ code: 'custom', path: ['TRUSTED_PROXIES'], message });
  })
  .superRefine(({ GITHUB_REPOSITORY_DISPATCH, GITHUB_DISPATCH_TOKEN }, context) => {
    if ((GITHUB_REPOSITORY_DISPATCH === undefined) === (GITHUB_DISPATCH_TOKEN === undefined)) return;
    const name = GITHUB_DISPATCH_TOKEN ? 'GITHUB_REPOSITORY_DISPATCH' : 'GITHUB_DISPATCH_TOKEN';
    context.addIssue({ code: 'custom', path: [name], message: 'is needed too: both or neither' });
  });

/** Hosts of this machine alone, where HTTP is as safe: for trying production out. */
const LOCAL = /^(localhost|127(\.\d+){3}|\[::1\])$/;
/** https://www.rfc-editor.org/rfc/rfc2606: nobody gets what is sent there, and nobody may send from there. */
const RESERVED = /(^|\.)(example(\.(com|net|org))?|invalid|test|localhost)$/i;

/** The CMS's settings, read from the environment once. */
export type Settings = Omit<z.infer<typeof schema>, keyof Unset> & Unset;

/**
 * Reads and checks the settings.
 * @throws Error with one line for each setting that is missing or wrong, naming it.
 */
export function readSettings(environment: NodeJS.ProcessEnv): Settings {
  // An empty line in .env means "not set".
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));
  const result = schema.safeParse(given);
  if (!result.success) throw wrongSettings(result.error.issues.map((issue) => problemOf(issue, given)));
  const unset = UNLESS_SET[environment.NODE_ENV === 'production' ? 'production' : 'elsewhere'];
  const DATA_DIR = path.resolve(result.data.DATA_DIR);
  return { TRUSTED_PROXIES: 0, ...unset, ...withoutUndefined(result.data), DATA_DIR };
}

/**
 * Refuses well-formed settings that a CMS must not run with where real people use it. The admin panel is built,
 * and a copy of a backup looked at, without these.
 * @throws Error with one line for each setting that is missing or wrong, naming it.
 */
export function requireForProduction({ CMS_URL, SITE_URL, MAIL_FROM }: Settings): void {
  const problems: string[] = [];
  const addresses = { CMS_URL, SITE_URL };
  for (const [name, value] of Object.entries(addresses)) {
    const like = name === 'CMS_URL' ? 'https://cms.<your domain>' : 'https://<your domain>';
    if (value === undefined)
      problems.push(`${name}: is missing: write where people reach it, such as ${like}`);
    else if (value.startsWith('http:') && !LOCAL.test(new URL(value).hostname))
      problems.push(`${name}: is ${value}, which anybody on the way can read and change: write ${like}`);
  }
  if (RESERVED.test(parseSender(MAIL_FROM)?.address.split('@')[1] ?? ''))
    problems.push(
      `MAIL_FROM: is ${MAIL_FROM}, a domain for examples: write an address of your own, such as no-reply@<your domain>`,
    );
  if (problems.length > 0) throw wrongSettings(problems);
}

function wrongSettings(problems: readonly string[]): Error {
  return new Error(
    `These settings are wrong (see .env.example):${problems.map((line) => `\n  ${line}`).join('')}`,
  );
}

function problemOf({ path: [name], message, code }: z.core.$ZodIssue, given: NodeJS.ProcessEnv): string {
  const missing = code === 'invalid_type' && given[String(name)] === undefined;
  return `${String(name)}: ${missing ? 'is missing' : message}`;
}

function withoutUndefined<T extends object>(given: T): T {
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as T;
}

let settings: Settings | undefined;

/** The settings of this process. */
export function getSettings(): Settings {
  settings ??= readSettings(process.env);
  return settings;
}

/**
 * Whether people reach the CMS by HTTPS: whatever depends on it asks this and not the request, which
 * comes from a proxy that may not say how it was asked.
 */
export function usesHttps(): boolean {
  return getSettings().CMS_URL?.startsWith('https:') === true;
}

/** The site's public origin. */
export function siteAddress(): string {
  const { SITE_URL, SITE_PORT } = getSettings();
  return SITE_URL ?? `http://127.0.0.1:${SITE_PORT}`;
}
