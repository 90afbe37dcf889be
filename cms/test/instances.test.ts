import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import knex, { type Knex } from 'knex';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { until } from '../../scripts/test/until.ts';
import { seeded } from '../../site/bench/random.ts';
import type { BackupState } from '../src/features/backup/state.ts';
import { LOCK } from '../src/kernel/database/start-lock.ts';
import {
  approvalOf,
  createBasics,
  decide,
  digestSeen,
  type Entry,
  type Session,
  samples,
  send,
  startCms,
  type TestCms,
} from './cms.ts';
import { Mailbox } from './mailbox.ts';
import { startPostgres } from './postgres.ts';
import { newSecrets } from './prepared.ts';
import { loadFormer } from './upgrade/load.ts';
import { picture } from './upload-samples.ts';

/** Several instances of the CMS on one database of PostgreSQL, each with a data folder of its own and one folder of uploads. */

/** For all uploads together. */
const ROOM_GB = 0.01;

interface Instance {
  readonly url: string;
  readonly dataDir: string;
  readonly child: ChildProcess;
  stop(): Promise<void>;
}

/** Starts an instance as another machine would, with a data folder of its own that lives as long as it. */
async function startInstance(env: NodeJS.ProcessEnv, uploads: string): Promise<Instance> {
  const dataDir = await mkdtemp(path.join(tmpdir(), 'instance-'));
  await mkdir(path.join(dataDir, 'public'));
  await symlink(uploads, path.join(dataDir, 'public/uploads'));
  const script = path.join(import.meta.dirname, 'instance.mts');
  const child = spawn(process.execPath, [script], {
    env: { ...process.env, ...env, DATA_DIR: dataDir },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const ended = once(child, 'exit');
  for await (const line of createInterface({ input: child.stdout })) {
    const [word, port] = line.split(' ');
    if (word !== 'ready') continue;
    const stop = async () => {
      child.stdin.end();
      await ended;
      await rm(dataDir, { recursive: true });
    };
    return { url: `http://127.0.0.1:${port}`, dataDir, child, stop };
  }
  throw new Error('an instance ended before it was ready');
}

describe('started together on an empty database', () => {
  it('make its tables, roles and languages once', async () => {
    const postgres = await startPostgres();
    const folder = await mkdtemp(path.join(tmpdir(), 'uploads-'));
    const env = { ...newSecrets(), DATABASE_URL: postgres.url, STRAPI_TELEMETRY_DISABLED: 'true' };
    const database = knex({ client: 'pg', connection: postgres.url });
    const twice = (table: string, ...columns: string[]) =>
      database(table).select(columns).groupBy(columns).havingRaw('count(*) > 1');
    const instances: Instance[] = [];
    try {
      instances.push(...(await Promise.all([0, 1].map(() => startInstance(env, folder)))));
      for (const { url } of instances) expect((await fetch(`${url}/_health`)).status).toBe(204);
      expect(await twice('admin_roles', 'code')).toEqual([]);
      expect(await twice('i18n_locale', 'code')).toEqual([]);
      expect(await twice('strapi_core_store_settings', 'key')).toEqual([]);
      expect(await twice('strapi_migrations', 'name')).toEqual([]);
      const ofRoles = await database('admin_permissions as permission')
        .join('admin_permissions_role_lnk as link', 'link.permission_id', 'permission.id')
        .select('action', 'subject', 'role_id')
        .groupBy('action', 'subject', 'role_id')
        .havingRaw('count(*) > 1');
      expect(ofRoles).toEqual([]);
    } finally {
      await Promise.all(instances.map(({ stop }) => stop()));
      await database.destroy();
      await postgres.stop();
      await rm(folder, { recursive: true });
    }
  });
});

describe('started together on the database of an earlier version', () => {
  it('run each migration once', async () => {
    const postgres = await startPostgres();
    const dataDir = await mkdtemp(path.join(tmpdir(), 'former-'));
    const env = { ...newSecrets(), DATABASE_URL: postgres.url, STRAPI_TELEMETRY_DISABLED: 'true' };
    const database = knex({ client: 'pg', connection: postgres.url });
    const instances: Instance[] = [];
    try {
      await loadFormer({ dataDir, url: postgres.url });
      const uploads = path.join(dataDir, 'public/uploads');
      instances.push(...(await Promise.all([0, 1].map(() => startInstance(env, uploads)))));
      const names = await database('platform_migrations').orderBy('id').pluck('name');
      expect(names).toContain('2026-11-28-outbox-positions');
      expect(names).toEqual([...new Set(names)]);
      const positions = await database('publication_changes').orderBy('id').pluck('position');
      expect(positions).toEqual(positions.map((_position, index) => index + 1));
    } finally {
      await Promise.all(instances.map(({ stop }) => stop()));
      await database.destroy();
      await postgres.stop();
      await rm(dataDir, { recursive: true });
    }
  });
});

describe('two instances', () => {
  let cms: TestCms;
  let other: Instance;
  let editor: Session;
  let moderator: Session;
  let database: Knex;
  let mailbox: Mailbox;
  let uploads: string;

  beforeAll(async () => {
    mailbox = await new Mailbox().start();
    Object.assign(process.env, { SMTP_URL: mailbox.url, UPLOAD_QUOTA_TOTAL_GB: String(ROOM_GB) });
    cms = await startCms();
    await createBasics(cms);
    editor = await cms.signIn('editor', ['msw']);
    moderator = await cms.signIn('moderator');
    database = knex({ client: 'pg', connection: cms.postgres?.url ?? '' });
    uploads = path.join(cms.dataDir, 'public/uploads');
    other = await startInstance({}, uploads);
  });
  afterAll(async () => {
    delete process.env.SMTP_URL;
    delete process.env.UPLOAD_QUOTA_TOTAL_GB;
    await other.stop();
    await database.destroy();
    await cms.stop();
    await mailbox.stop();
  });

  const login = (url: string, email: string, password: string) =>
    send(url, 'POST', '/admin/login', { email, password });

  async function upload(url: string, session: Session, name: string) {
    const form = new FormData();
    form.append('files', new Blob([new Uint8Array(await picture('png', 300))], { type: 'image/png' }), name);
    const { status, body } = await session.at(url)('POST', '/upload', form);
    expect(status, JSON.stringify(body)).toBe(201);
    return body[0] as { id: number; url: string; hash: string; ext: string };
  }

  async function write(url: string, title: string, more: object = {}): Promise<Entry> {
    const where = '/content-manager/collection-types/api::story.story?locale=bn';
    const { status, body } = await editor.at(url)('POST', where, { ...samples.story(title), ...more });
    expect(status, JSON.stringify(body)).toBe(201);
    return { type: 'story', documentId: body.data.documentId };
  }

  /** Those of the documents that went live, as often as they did. */
  async function published(documents: string[]): Promise<string[]> {
    const rows = await database('publication_changes').whereIn('document', documents).select('document');
    return rows.map(({ document }) => document).sort();
  }

  it('count wrong passwords together', async () => {
    const email = 'guessed@example.org';
    const tries = [];
    for (let n = 0; n < 6; n += 1)
      tries.push((await login(n % 2 ? other.url : cms.url, email, 'wrong')).status);
    expect(tries).toEqual([400, 400, 400, 400, 400, 429]);
  });

  it('know each other’s sessions, and their ends', async () => {
    const session = await cms.signIn('moderator');
    const me = (url: string) => session.at(url)('GET', '/admin/users/me');
    expect([(await me(cms.url)).status, (await me(other.url)).status]).toEqual([200, 200]);
    expect((await session.at(other.url)('POST', '/admin/logout', {})).status).toBe(200);
    expect([(await me(cms.url)).status, (await me(other.url)).status]).toEqual([401, 401]);
  });

  it('share uploads, and the room that those under way may need', async () => {
    const file = await upload(cms.url, moderator, 'shared.png');
    expect((await fetch(other.url + file.url)).status).toBe(200);
    const superAdmin = await cms.signIn('strapi-super-admin');
    expect((await superAdmin.at(other.url)('DELETE', `/upload/files/${file.id}`)).status).toBe(200);
    expect(await readdir(uploads)).not.toContain(`${file.hash}${file.ext}`);

    const { countUpload } =
      cms.module<typeof import('../src/features/uploads/quota.ts')>('features/uploads/quota');
    const under = await countUpload(cms.strapi, { userId: 1 }, 0.99 * ROOM_GB * 1e9);
    const form = new FormData();
    form.append('files', new Blob([new Uint8Array(200_000)]), 'more.png');
    const refused = await moderator.at(other.url)('POST', '/upload', form);
    expect([refused.status, refused.body.error.details.code]).toEqual([507, 'platform.upload.total-size']);
    await under.done(0);
    await upload(other.url, moderator, 'after.png');
  });

  it('show previews that were opened on the other, with their pictures', async () => {
    const cover = await upload(cms.url, editor, 'cover.png');
    const entry = await write(cms.url, 'With a picture', {
      cover: { image: cover.id, alternative: 'A river' },
    });
    const link = await editor.at(cms.url)('POST', `/platform/preview/story/${entry.documentId}/bn`, {});
    const page = new URL(link.body.url).pathname;
    let html = '';
    await until(async () => {
      html = (await send(cms.url, 'GET', page)).text;
      return !html.includes('http-equiv="refresh"');
    });
    const image = /<img src="([^"]+)"/.exec(html)?.[1] ?? '';
    expect(await readdir(path.join(other.dataDir, 'cache/images')).catch(() => [])).toEqual([]);
    expect((await fetch(other.url + image)).status).toBe(200);
    await until(async () => (await send(other.url, 'GET', page)).text.includes('With a picture'));
  });

  it('do what is due once: entries go live once, and nobody gets a mail twice', async () => {
    const entries: Entry[] = [];
    for (let n = 0; n < 4; n += 1) {
      const entry = await write(n % 2 ? other.url : cms.url, `Due ${n}`);
      await decide(editor, entry, 'submit');
      const publishAt = new Date(Date.now() + 8000).toISOString();
      expect((await decide(moderator, entry, 'approve', { publishAt })).status).toBe(200);
      entries.push(entry);
    }
    const documents = entries.map(({ documentId }) => documentId).sort();
    await until(async () => (await published(documents)).length >= entries.length);
    await until(async () => (await database('mail_messages').where({ state: 'waiting' })).length === 0);
    expect(await published(documents)).toEqual(documents);
    const ids = mailbox.arrived.map(({ mail, receivers }) => `${mail.messageId} ${receivers}`);
    expect(ids.length).toBeGreaterThan(0);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('both know the newest backup, whichever made it', async () => {
    const last = { snapshot: 'abc', at: new Date().toISOString(), seconds: 1, addedBytes: 1 };
    const state = { last: { ...last, auditHead: null, missing: 0, sameDisk: false } } satisfies BackupState;
    await cms.strapi.store({ type: 'api', name: 'backup' }).set({ key: 'state', value: state });
    const { readState } =
      cms.module<typeof import('../src/features/backup/state.ts')>('features/backup/state');
    await until(async () => (await readState(other.dataDir)).last?.at === last.at);
  });

  it('are backed up while another one starts, which neither waits for', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'snapshot-'));
    const starting = await cms.strapi.db.connection.transaction();
    try {
      await starting.raw('select pg_advisory_xact_lock(?)', [LOCK]);
      const script = path.resolve(import.meta.dirname, '../dist/src/commands/snapshot.js');
      const env = { ...process.env, DATA_DIR: cms.dataDir, PG_DUMP: `${process.env.PG_BIN}/pg_dump` };
      const patience = { timeout: 60_000, killSignal: 'SIGKILL' } as const;
      await promisify(execFile)(process.execPath, [script, folder], { env, ...patience });
      expect(await readdir(folder)).toEqual(['cms.dump', 'database.json']);
    } finally {
      await starting.rollback();
      await rm(folder, { recursive: true });
    }
  });

  it('go on when one is killed at any moment: what was answered is kept, once, and what is due is done', async () => {
    const random = seeded(3);
    const begun: string[] = [];
    const approved: string[] = [];
    /** The last round in which a victim approved something. */
    let byVictims = 0;
    for (let round = 0; round < 3; round += 1) {
      const victim = await startInstance({}, uploads);
      const died = once(victim.child, 'exit');
      const kill = () => setTimeout(() => victim.child.kill('SIGKILL'), random() * 2500);
      // The first dies while it loads the site's code for its first check of a page, the others later.
      if (round === 0) kill();
      for (let n = 0; victim.child.signalCode === null; n += 1) {
        // It may die in the middle of this.
        const entry = await write(victim.url, `Killed ${round} ${n}`).catch(() => undefined);
        if (!entry) continue;
        begun.push(entry.documentId);
        await decide(editor, entry, 'submit');
        const digest = await digestSeen(moderator, entry);
        const answer = await moderator
          .at(victim.url)('POST', `${approvalOf(entry)}/bn/approve`, { digest })
          .catch(() => undefined);
        if (!answer) continue;
        expect(answer.status, answer.text).toBe(200);
        approved.push(entry.documentId);
        if (byVictims === round - 1) kill();
        byVictims = Math.max(byVictims, round);
      }
      await died;
      await rm(victim.dataDir, { recursive: true });
      const entry = await write(other.url, `After ${round}`);
      await decide(editor, entry, 'submit');
      expect((await decide(moderator, entry, 'approve')).status).toBe(200);
      approved.push(entry.documentId);
    }
    expect(byVictims).toBe(2);
    const live = await published([...begun, ...approved]);
    expect(new Set(live).size).toBe(live.length);
    expect(live).toEqual(expect.arrayContaining(approved));
    // What the dead ones held passes to the living.
    await until(
      async () => (await database('job_leases').where('held_until', '>', Date.now())).length === 0,
      90,
    );
  }, 240_000);
});
