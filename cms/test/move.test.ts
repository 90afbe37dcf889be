import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdir, mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import knex, { type Knex } from 'knex';
import type * as Otpauth from 'otpauth';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tryLock } from '../../site/kernel/lock.ts';
import {
  approvalOf,
  confirming,
  create,
  createBasics,
  decide,
  type Entry,
  readExport,
  type Session,
  samples,
  send,
  startCms,
  type TestCms,
} from './cms.ts';
import { runCommand } from './commands.ts';
import { makeCertificates, startPostgres, type TestPostgres } from './postgres.ts';

const { TOTP } = createRequire(import.meta.url)('otpauth') as typeof Otpauth;
const ACCOUNT = { email: 'shathi@example.org', password: 'Quiet-river-lantern-42' };
/** In the address of the database, and to be said nowhere. */
const PASSWORD = 'word-of-the-database';
const STARTS = '2030-01-01T20:30:00.000Z';

/** A platform that runs on SQLite and is moved to a PostgreSQL that is reached by TLS alone. */
describe.skipIf(process.env.TEST_DATABASE === 'postgres')('a platform on SQLite', () => {
  let cms: TestCms;
  /** The data folder of that CMS, as one that was stopped leaves it. */
  let dataDir: string;
  let postgres: TestPostgres;
  let database: Knex;
  let certificates: string;
  let editor: Session;
  let moderator: Session;
  let waiting: Entry;
  let secret: string;
  let gone: number;
  let picture: { id: number; url: string };

  const address = (authority: string) => {
    const url = new URL(postgres.url);
    url.password = PASSWORD;
    return `${url.href}?sslmode=verify-full&sslrootcert=${path.join(certificates, authority)}`;
  };
  const move = (to = address('ca.pem')) => runCommand('move', ['--to', to], { DATA_DIR: dataDir });
  const publish = (type: string, documentId: string) =>
    cms.asSystem(() =>
      cms.strapi.documents(`api::${type}.${type}` as never).publish({ documentId, locale: 'bn' }),
    );

  beforeAll(async () => {
    process.env.JOBS = 'off';
    certificates = await mkdtemp(path.join(tmpdir(), 'certificates-'));
    makeCertificates(certificates);
    [cms, postgres] = await Promise.all([startCms(), startPostgres({ tls: certificates })]);
    database = knex({ client: 'pg', connection: { connectionString: address('ca.pem') } });
    await createBasics(cms);
    editor = await cms.signIn('editor', ['msw']);
    moderator = await cms.signIn('moderator');
    picture = await upload(moderator);
    for (const [type, data] of [
      ['programme', samples.programme('বয়স্ক ভাতা কর্মসূচি')],
      ['story', { ...samples.story('কুড়িগ্রামের খবর'), cover: { image: picture.id, alternative: 'A square' } }],
      [
        'meeting',
        {
          title: 'সভা',
          ministry: 'msw',
          state: 'notice',
          starts: STARTS,
          venue: 'Room 1',
          summary: 'Summary',
        },
      ],
    ] as const) {
      await publish(type, (await create(cms, type, data)).documentId);
    }
    waiting = await writeDraft(editor);
    expect((await decide(editor, waiting, 'submit')).status).toBe(200);
    await withdrawTwo();
    // Its id must not be given to another one.
    const deleted = await create(cms, 'story', samples.story('To be deleted'));
    gone = Number(deleted.id);
    await cms.asSystem(() =>
      cms.strapi.documents('api::story.story').delete({ documentId: deleted.documentId }),
    );
    secret = await makeAccountWithFactor();
    dataDir = await mkdtemp(path.join(tmpdir(), 'platform-'));
    await cms.strapi.db.connection.raw('vacuum into ?', [path.join(dataDir, 'cms.db')]);
    await cp(path.join(cms.dataDir, 'public'), path.join(dataDir, 'public'), { recursive: true });
  });
  afterAll(async () => {
    delete process.env.JOBS;
    await database.destroy();
    await cms.stop();
    await postgres.stop();
    for (const folder of [certificates, dataDir]) await rm(folder, { recursive: true });
  });

  /**
   * Of two that were withdrawn the first waits for its approval again, so that the second has no day of submission:
   * SQLite puts what is not there first, PostgreSQL last.
   */
  async function withdrawTwo(): Promise<void> {
    const submitted = await writeDraft(editor);
    await decide(editor, submitted, 'submit');
    expect((await decide(moderator, submitted, 'approve')).status).toBe(200);
    const { documentId } = await create(cms, 'story', samples.story('প্রত্যাহৃত'));
    await publish('story', documentId);
    for (const entry of [submitted, { type: 'story', documentId }]) {
      const body = { sentence: 'correction' };
      expect((await moderator.request('POST', `${approvalOf(entry)}/withdraw`, body)).status).toBe(200);
    }
    expect((await decide(editor, submitted, 'submit')).status).toBe(200);
  }

  async function upload(session: Session): Promise<{ id: number; url: string }> {
    const image = sharp({ create: { width: 64, height: 64, channels: 3, background: '#0b5d46' } });
    const form = new FormData();
    form.append(
      'files',
      new Blob([new Uint8Array(await image.png().toBuffer())], { type: 'image/png' }),
      'a.png',
    );
    return (await session.request('POST', '/upload', form)).body[0];
  }

  async function writeDraft(by: Session): Promise<Entry> {
    const where = '/content-manager/collection-types/api::story.story?locale=bn';
    const { status, text, body } = await by.request('POST', where, samples.story('অনুমোদনের অপেক্ষায়'));
    expect(status, text).toBe(201);
    return { type: 'story', documentId: body.data.documentId };
  }

  async function makeAccountWithFactor(): Promise<string> {
    const role = await cms.strapi.service('admin::role').findOne({ code: 'moderator' });
    await cms.strapi.service('admin::user').create({
      ...ACCOUNT,
      firstname: 'সাথী',
      isActive: true,
      registrationToken: null,
      roles: [role.id],
    });
    const { body } = await send(cms.url, 'POST', '/admin/login', ACCOUNT);
    const headers = { authorization: `Bearer ${body.data.token}` };
    const factor = '/platform/second-factor';
    const begun = await send(cms.url, 'POST', `${factor}/begin`, { password: ACCOUNT.password }, headers);
    const code = new TOTP({ secret: begun.body.secret }).generate();
    expect((await send(cms.url, 'POST', `${factor}/confirm`, { code }, headers)).status).toBe(200);
    // The code of now counts again, as if the last one had been used long ago.
    await cms.strapi.db
      .query('api::second-factor.second-factor')
      .updateMany({ where: {}, data: { lastStep: 0 } });
    return begun.body.secret;
  }

  /** Runs a CMS on PostgreSQL with the same data folder. */
  async function onPostgres(work: (url: string) => Promise<void>): Promise<void> {
    const script = path.resolve(import.meta.dirname, '../dist/src/commands/passive-cms.js');
    const env = { ...process.env, DATA_DIR: dataDir, DATABASE_URL: address('ca.pem') };
    const child = spawn(process.execPath, [script], { env, stdio: ['ignore', 'pipe', 'inherit'] });
    const ended = once(child, 'exit');
    try {
      const said = await Promise.race([once(child.stdout, 'data'), ended]);
      await work(`http://127.0.0.1:${/ready (\d+)/.exec(String(said))?.[1]}`);
    } finally {
      child.kill();
      await ended;
    }
  }

  it('is not moved while it runs, nor to a server that another authority vouches for', async () => {
    const letGo = tryLock(path.join(dataDir, 'platform.lock'));
    const running = await move();
    letGo?.();
    expect(running).toMatchObject({ status: 1, said: expect.stringContaining('Stop it first') });
    const { status, said } = await move(address('other.pem'));
    expect(said).toContain('has a certificate of an authority that is not trusted here');
    expect(said).not.toContain(PASSWORD);
    expect(status).toBe(1);
    expect((await database.raw('select from pg_tables where schemaname = ?', ['public'])).rows).toEqual([]);
  });

  it('is moved whole, and goes on there', async () => {
    const file = path.join(dataDir, 'cms.db');
    const exported = await readExport(cms);
    const head = await cms.strapi.db.connection('audit_heads').first('count', 'hash');
    const mails = await cms.strapi.db.query('api::mail.message').findMany({ where: { state: 'waiting' } });
    expect(mails.length).toBeGreaterThan(0);

    const kept = await readFile(file);
    // The static server runs on meanwhile.
    await mkdir(path.join(dataDir, 'running'), { recursive: true });
    const site = tryLock(path.join(dataDir, 'running/site.lock'));
    const { status, said } = await move();
    site?.();
    expect(said).toContain(`${head.count}:${head.hash}`);
    expect(said).toMatch(
      /^DATABASE_URL=postgres:\/\/cms:PASSWORD@localhost:\d+\/postgres\?sslmode=verify-full/m,
    );
    expect(said).not.toContain(PASSWORD);
    expect(status).toBe(0);
    expect((await readFile(file)).equals(kept)).toBe(true);
    const seeded = JSON.parse(await readFile(path.join(dataDir, 'seeded.json'), 'utf8'));
    expect(seeded.database).toMatch(/^localhost:\d+\/postgres$/);

    await onPostgres(async (url) => {
      const there: TestCms = { ...cms, url };
      expect(await readExport(there)).toEqual(exported);
      // Who was signed in stays so.
      const asEditor = { authorization: `Bearer ${editor.token}` };
      expect((await send(url, 'GET', '/admin/users/me', undefined, asEditor)).body.data.id).toBe(
        editor.userId,
      );
      expect((await send(url, 'POST', '/admin/login', ACCOUNT)).body.error.details.code).toBe(
        'platform.sign-in.code-needed',
      );
      const code = new TOTP({ secret }).generate();
      const { body } = await send(url, 'POST', '/admin/login', { ...ACCOUNT, code });
      const { token, user } = body.data;
      const at: Session['at'] = (where) => confirming(where, token, ACCOUNT.password);
      const approver: Session = { userId: user.id, token, request: at(url), at };
      const image = await approver.request('GET', `/upload/files/${picture.id}`);
      expect((await send(url, 'GET', image.body.url)).status).toBe(200);
      const written = await send(
        url,
        'POST',
        '/content-manager/collection-types/api::story.story?locale=bn',
        samples.story('Written afterwards'),
        asEditor,
      );
      expect(written.body.data.id).toBeGreaterThan(gone);
      const approved = await decide(approver, waiting, 'approve');
      expect(approved.status, approved.text).toBe(200);
      const live = (await readExport(there)).filter(({ line }) => line === 'entry');
      expect(live.map((line) => 'documentId' in line && line.documentId)).toContain(waiting.documentId);
      const now = await database('mail_messages').where({ state: 'waiting' }).pluck('message_id');
      expect(now).toEqual(
        expect.arrayContaining(mails.map(({ messageId }: { messageId: string }) => messageId)),
      );
      expect(new Set(now).size).toBe(now.length);
    });
    expect(
      (await runCommand('audit', [`${head.count}:${head.hash}`], { DATABASE_URL: address('ca.pem') })).said,
    ).toContain('audit record: whole');
  });

  it('is not moved over what is there already', async () => {
    const before = (await stat(path.join(dataDir, 'seeded.json'))).mtimeMs;
    expect(await move()).toMatchObject({
      status: 1,
      said: expect.stringContaining('is not empty, it holds admin_'),
    });
    expect((await stat(path.join(dataDir, 'seeded.json'))).mtimeMs).toBe(before);
  });
});
