import path from 'node:path';
import { z } from 'zod';

/** Secrets of at least 32 characters, not the samples of `.env.example`. */
const secret = z
  .string()
  .min(32, 'must have at least 32 characters')
  .refine((value) => !value.startsWith('sample-'), { message: 'is still the sample from .env.example' });
const limit = (usual: number) => z.coerce.number().min(0).default(usual);
const port = z.coerce.number().int().min(1).max(65535);

const isOrigin = (value: string) => /^https?:/.test(value) && URL.parse(value)?.origin === value;

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
    CMS_URL: z.url({ protocol: /^https?$/ }).optional(),
    /** Origins whose pages may ask the CMS; the CMS's own always may. */
    CMS_ALLOWED_ORIGINS: z
      .string()
      .default('')
      .transform((list) => list.split(',').flatMap((origin) => origin.trim() || []))
      .pipe(z.array(z.string().refine(isOrigin, 'must be origins such as https://example.org, by commas'))),
    /** How many reverse proxies stand in front: so many addresses at the end of X-Forwarded-For count. */
    TRUSTED_PROXIES: z.coerce.number().int().min(0).max(10).optional(),
    SITE_PORT: port.default(4321),
    /** Where visitors find the site. */
    SITE_URL: z.url({ protocol: /^https?$/ }).optional(),
    DATA_DIR: z.string().default('../data'),
    /** Read by what starts the CMS. */
    CMS_HEAP_MB: z.coerce.number().int().min(256).max(65536).optional(),
    /** Who is told when a process needs a person or backups fail. */
    OPERATOR_EMAIL: z.email().optional(),
    DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
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
    BUILDER_TRIGGER_URL: z.url({ protocol: /^https?$/ }).optional(),
    PREVIEW_SECRET: secret,
    /** Where backups go; scripts/backup/settings.ts knows the rest. */
    BACKUP_REPOSITORY: z.string().optional(),
    /** Minutes between two backups: no more than this is ever lost. */
    BACKUP_MINUTES: z.coerce.number().int().min(5).max(60).default(30),
    BACKUP_WITNESS: z.url().optional(),
    /** Whether this instance does what recurs: mails, schedules, backups. */
    JOBS: z.enum(['on', 'off']).default('on'),
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
    SMTP_URL: z.url({ protocol: /^smtps?$/ }).optional(),
    MAIL_FROM: z.email().default('no-reply@example.org'),
    /** `owner/repository` that a `repository_dispatch` is sent to when something is published. */
    GITHUB_REPOSITORY_DISPATCH: z
      .string()
      .regex(/^[\w.-]+\/[\w.-]+$/)
      .optional(),
    GITHUB_DISPATCH_TOKEN: z.string().min(1).optional(),
    GITHUB_API_URL: z.url({ protocol: /^https?$/ }).default('https://api.github.com'),
    /** Hours after which everyone signs in anew. */
    SESSION_HOURS: z.coerce.number().min(0.1).max(720).optional(),
    /** Minutes without a sign of life after which a session is over. */
    SESSION_IDLE_MINUTES: z.coerce.number().min(1).max(20_160).optional(),
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
  if (result.success) {
    const unset = UNLESS_SET[environment.NODE_ENV === 'production' ? 'production' : 'elsewhere'];
    const DATA_DIR = path.resolve(result.data.DATA_DIR);
    return { TRUSTED_PROXIES: 0, ...unset, ...withoutUndefined(result.data), DATA_DIR };
  }
  const problems = result.error.issues.map(({ path: [name], message, code }) => {
    const missing = code === 'invalid_type' && given[String(name)] === undefined;
    return `  ${String(name)}: ${missing ? 'is missing' : message}`;
  });
  throw new Error(`These settings are wrong (see .env.example):\n${problems.join('\n')}`);
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

/** The site's public origin. */
export function siteAddress(): string {
  const { SITE_URL, SITE_PORT } = getSettings();
  return new URL(SITE_URL ?? `http://127.0.0.1:${SITE_PORT}`).origin;
}
