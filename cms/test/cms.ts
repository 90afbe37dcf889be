import { randomBytes } from 'node:crypto';
import { copyFile, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type * as Strapi from '@strapi/strapi';
import { type EntryLine, type ExportLine, exportLine } from 'content-types';
import { startPostgres, type TestPostgres } from './postgres.ts';
import { newSecrets, readPrepared } from './prepared.ts';

const APP_DIR = path.resolve(import.meta.dirname, '..');

/** A running CMS with its own database, as a test uses it. */
export interface TestCms {
  readonly strapi: Strapi.Core.Strapi;
  /** `http://127.0.0.1:<port>` */
  readonly url: string;
  readonly dataDir: string;
  readonly exportToken: string;
  /** Its database server; undefined on SQLite. */
  readonly postgres: TestPostgres | undefined;
  /** Makes a signed-in user of a role, a member of the given ministries. */
  signIn(role: string, ministries?: string[]): Promise<Session>;
  /** Runs our own code as the system, as the sample content does. */
  asSystem<T>(work: () => Promise<T>): Promise<T>;
  /** A compiled module of `src/`, the instance that the running CMS uses. */
  module<T>(name: string): T;
  stop(): Promise<void>;
}

/** A signed-in user: requests carry their token, and confirm with the password where that is asked for, as the panel does. */
export interface Session {
  readonly userId: number;
  /** What a request carries as its bearer. */
  readonly token: string;
  request(method: string, path: string, body?: unknown): Promise<Answer>;
  /** The same at another instance's address. */
  at(url: string): Session['request'];
}

/** Status and parsed body of an answer; the text where it is no JSON. */
export interface Answer {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: answers of many shapes, judged by the assertions
  readonly body: any;
  readonly text: string;
}

// Strapi's ES modules do not load in Node, and the compiled code must be the instance that Strapi has.
const require = createRequire(import.meta.url);
const { createStrapi } = require('@strapi/strapi') as typeof Strapi;

interface StartOptions {
  /** Whether the site's code looks at what is submitted and approved, as it always does but in tests of other things. */
  readonly checkPages?: boolean;
  /** Whether passwords are hashed as costly as they always are but in tests of other things. */
  readonly costlyPasswords?: boolean;
  /** Fills its data folder and its database, which otherwise are those of a first start. */
  readonly startOn?: (place: { dataDir: string; url: string | undefined }) => Promise<void>;
}

/** The least that bcrypt takes; each step doubles the work. */
const CHEAPEST = 4;
// The one that Strapi has.
const bcrypt = createRequire(require.resolve('@strapi/strapi'))('bcryptjs') as {
  hash(password: string, cost: number | string, ...more: unknown[]): unknown;
};
const { hash } = bcrypt;

/** Boots the real CMS from cms/dist on a database of its own: SQLite, or PostgreSQL where TEST_DATABASE says so. */
export async function startCms({
  checkPages = false,
  costlyPasswords = false,
  startOn,
}: StartOptions = {}): Promise<TestCms> {
  // To compare one, it is hashed with the salt of the other, which says how costly.
  bcrypt.hash = (password, cost, ...more) =>
    hash(password, typeof cost === 'number' && !costlyPasswords ? CHEAPEST : cost, ...more);
  const database = process.env.TEST_DATABASE === 'postgres' ? 'postgres' : 'sqlite';
  const prepared = await readPrepared(database);
  const postgres =
    database === 'postgres'
      ? await startPostgres({ copyOf: startOn ? undefined : prepared?.folder })
      : undefined;
  const dataDir = await mkdtemp(path.join(tmpdir(), 'cms-'));
  await mkdir(path.join(dataDir, 'public/uploads'), { recursive: true });
  if (startOn) await startOn({ dataDir, url: postgres?.url });
  else if (prepared && !postgres)
    await copyFile(path.join(prepared.folder, 'cms.db'), path.join(dataDir, 'cms.db'));
  Object.assign(process.env, prepared?.secrets ?? newSecrets());
  process.env.DATA_DIR = dataDir;
  process.env.DATABASE_URL = postgres?.url ?? '';
  process.env.STRAPI_TELEMETRY_DISABLED = 'true';
  const strapi = createStrapi({
    appDir: APP_DIR,
    distDir: path.join(APP_DIR, 'dist'),
    serveAdminPanel: false,
  });
  strapi.log.level = 'error';
  await strapi.load();
  // As the tests' PostgreSQL: no machine loses its power here.
  if (!postgres) await strapi.db.connection.raw('PRAGMA synchronous = OFF');
  strapi.server.mount();
  await new Promise<void>((resolve) => strapi.server.httpServer.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(strapi.server.httpServer.address() as AddressInfo).port}`;
  const module = <T>(name: string): T => require(path.join(APP_DIR, 'dist/src', name));
  const { previewsOf } = module<typeof import('../src/features/preview/process')>('features/preview/process');
  if (!checkPages) previewsOf(strapi).check = async () => ({ outcome: 'checked', problems: [] });
  const { runAsSystem } = module<typeof import('../src/kernel/actor')>('kernel/actor');
  let users = 0;
  return {
    strapi,
    url,
    dataDir,
    exportToken: process.env.EXPORT_TOKEN ?? '',
    postgres,
    asSystem: runAsSystem,
    module,
    async signIn(roleCode, ministries = []) {
      users += 1;
      const credentials = {
        email: `user${users}@example.org`,
        password: randomBytes(12).toString('hex').concat('Aa1'),
      };
      const role = await strapi.service('admin::role').findOne({ code: roleCode });
      const { id } = await strapi.service('admin::user').create({
        ...credentials,
        firstname: 'Test',
        lastname: roleCode,
        isActive: true,
        registrationToken: null,
        roles: [role.id],
      });
      for (const ministry of ministries) {
        await strapi.db.query('api::membership.membership').create({ data: { user: id, ministry } });
      }
      const { body } = await send(url, 'POST', '/admin/login', credentials);
      const { token } = body.data;
      const at = (where: string) => confirming(where, token, credentials.password);
      return { userId: id, token, request: at(url), at };
    },
    async stop() {
      const restore = keepListeners();
      await strapi.destroy();
      restore();
      await postgres?.stop();
      await rm(dataDir, { recursive: true });
    },
  };
}

/** Strapi's `destroy` removes every listener of the process, the test runner's too. */
function keepListeners(): () => void {
  const kept = process.eventNames().map((name) => ({ name, listeners: process.rawListeners(name as never) }));
  return () => {
    for (const { name, listeners } of kept) {
      for (const listener of listeners) process.on(name as never, listener as never);
    }
  };
}

/** Sends requests of somebody signed in; where the server asks who it is, it is told and asked again. */
export function confirming(url: string, token: string, password: string): Session['request'] {
  const headers: Record<string, string> = { authorization: `Bearer ${token}` };
  return async (method, where, body) => {
    const first = await send(url, method, where, body, headers);
    if (first.body?.error?.details?.code !== 'platform.sign-in.confirm-needed') return first;
    const confirmed = await send(url, 'POST', '/platform/confirmation', { password }, headers);
    headers['x-confirmation'] = confirmed.body.confirmation;
    return send(url, method, where, body, headers);
  };
}

/** Sends one request and reads the whole answer. */
export async function send(
  url: string,
  method: string,
  where: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Answer> {
  const isForm = body instanceof FormData;
  const response = await fetch(url + where, {
    method,
    headers: { ...(body !== undefined && !isForm && { 'content-type': 'application/json' }), ...headers },
    body: isForm ? body : body === undefined ? undefined : JSON.stringify(body),
  });
  const text = await response.text();
  return { status: response.status, text, body: parsed(text) };
}

/** Sends an account an invitation; the token in its mail, which nothing else knows. */
export async function inviteTo(cms: TestCms, id: number): Promise<string> {
  const { invite } = cms.module<typeof import('../src/features/accounts/links/invitations')>(
    'features/accounts/links/invitations',
  );
  return (await invite(cms.strapi, id)).link.replace(/^.*#registrationToken=/, '');
}

/** Gives an account a link to a new password that ends in a minute, or then; the token in it. */
export async function resetLinkFor(cms: TestCms, id: number, until = new Date(Date.now() + 60_000)) {
  const { newToken, hashOfToken } = cms.module<typeof import('../src/features/accounts/links/links')>(
    'features/accounts/links/links',
  );
  const token = newToken();
  const data = { resetPasswordToken: hashOfToken(token), resetPasswordTokenExpiresAt: until };
  await cms.strapi.db.query('admin::user').update({ where: { id }, data });
  return token;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** The smallest data of a type that can be published, for ministry msw unless said otherwise. */
export const samples = {
  term: (vocabulary: string, code: string) => ({ vocabulary, code, name: `Term ${code}` }),
  ministry: (code: string) => ({ code, name: `Ministry ${code}`, kind: 'ministry' }),
  programme: (name: string, ministry = 'msw') => ({
    name,
    ministry,
    stages: ['old-age'],
    summary: `Summary of ${name}`,
    whoQualifies: [{ type: 'paragraph', children: [{ type: 'text', text: 'Everyone' }] }],
  }),
  story: (title: string, ministry = 'msw') => ({
    title,
    ministry,
    kind: 'news',
    date: '2018-09-27',
    summary: `Summary of ${title}`,
  }),
};

export type Sample = Record<string, unknown>;

/** Creates a document in one language, as the system. */
export async function create(cms: TestCms, type: string, data: Sample, locale = 'bn') {
  const uid = `api::${type}.${type}`;
  return cms.asSystem(() => cms.strapi.documents(uid as never).create({ locale, data: data as never }));
}

/** One language of an entry in the approval's addresses. */
export interface Entry {
  readonly type: string;
  readonly documentId: string;
  readonly locale?: string;
}

/** Where the approval's routes know an entry, and one language of it. */
export const approvalOf = ({ type, documentId }: Entry) => `/platform/approval/entries/${type}/${documentId}`;

/** The digest of a draft as a person sees it who looks at it now. */
export async function digestSeen(session: Session, entry: Entry): Promise<string> {
  const { body } = await session.request('GET', approvalOf(entry));
  const language = body.languages?.find(
    (one: { language: string }) => one.language === (entry.locale ?? 'bn'),
  );
  return language?.digest ?? '0'.repeat(64);
}

/** Does an action of the approval on what is there now, as a person who has just looked at it. */
export async function decide(
  session: Session,
  entry: Entry,
  action: string,
  more: Record<string, unknown> = {},
): Promise<Answer> {
  const digest = await digestSeen(session, entry);
  return session.request('POST', `${approvalOf(entry)}/${entry.locale ?? 'bn'}/${action}`, {
    digest,
    ...more,
  });
}

/** Asks a second person for something, as the routes word it. */
export const propose = (session: Session, entry: Entry, wish: Record<string, unknown>): Promise<Answer> =>
  session.request('POST', `${approvalOf(entry)}/proposals`, wish);

/** Confirms, declines or takes back what waits for a second person, the first of it. */
export async function second(
  session: Session,
  entry: Entry,
  action: 'confirm' | 'decline' | 'take-back' = 'confirm',
  body: Record<string, unknown> = {},
): Promise<Answer> {
  const [open] = (await session.request('GET', approvalOf(entry))).body.proposals ?? [];
  return session.request('POST', `${approvalOf(entry)}/proposals/${open?.id ?? 1}/${action}`, body);
}

/** Asks for an override on what is there now, as a super admin who has just looked at it. */
export async function askOverride(
  session: Session,
  entry: Entry,
  reason: string,
  more: Record<string, unknown> = {},
): Promise<Answer> {
  const digest = await digestSeen(session, entry);
  const language = entry.locale ?? 'bn';
  return propose(session, entry, { kind: 'override', language, digest, reason, ...more });
}

const submitters = new WeakMap<TestCms, Promise<Session>>();

/** The digests of the languages that go live together with one, as a person sees them who looks at them now. */
async function togetherSeen(session: Session, entry: Entry): Promise<Record<string, string>> {
  const { body } = await session.request('GET', approvalOf(entry));
  const seen = body.languages?.find(
    ({ language }: { language: string }) => language === (entry.locale ?? 'bn'),
  );
  return Object.fromEntries(
    (seen?.together ?? []).map((one: { language: string; digest: string }) => [one.language, one.digest]),
  );
}

/**
 * Has a moderator approve a draft, and what goes live together with it, that somebody else, who did not write
 * it either, submits.
 */
export async function approveEntry(cms: TestCms, moderator: Session, entry: Entry): Promise<Answer> {
  const submitter = submitters.get(cms) ?? cms.signIn('moderator');
  submitters.set(cms, submitter);
  const also = await togetherSeen(moderator, entry);
  const submitted = await decide(await submitter, entry, 'submit', { also });
  return submitted.status === 200 ? decide(moderator, entry, 'approve', { also }) : submitted;
}

/** Creates the terms and ministries that the samples above refer to, and publishes them. */
export async function createBasics(cms: TestCms, ministries = ['msw', 'food']): Promise<void> {
  const basics: [string, Sample][] = [
    ['term', samples.term('ministry-kind', 'ministry')],
    ['term', samples.term('life-cycle-stage', 'old-age')],
    ['term', samples.term('story-kind', 'news')],
    ...ministries.map((code): [string, Sample] => ['ministry', samples.ministry(code)]),
  ];
  for (const [type, data] of basics) {
    const { documentId } = await create(cms, type, data);
    await cms.asSystem(() =>
      cms.strapi.documents(`api::${type}.${type}` as never).publish({ documentId, locale: 'bn' }),
    );
  }
}

/** The whole export, or what has changed since a state of it, each line checked. */
export async function readExport({ url, exportToken }: TestCms, since?: string): Promise<ExportLine[]> {
  const asked = since === undefined ? '' : `?since=${encodeURIComponent(since)}`;
  const { text } = await send(url, 'GET', `/api/export${asked}`, undefined, {
    authorization: `Bearer ${exportToken}`,
  });
  return text
    .trimEnd()
    .split('\n')
    .map((line) => exportLine.parse(JSON.parse(line)));
}

/** One exported entry by its slug or code; undefined when it is not live. */
export async function exportedEntry(
  cms: TestCms,
  type: string,
  key: string,
  locale: string,
): Promise<EntryLine | undefined> {
  const entries = (await readExport(cms)).filter((line) => line.line === 'entry');
  return entries.find(
    (e) => e.type === type && e.locale === locale && (e.fields.slug ?? e.fields.code) === key,
  );
}
