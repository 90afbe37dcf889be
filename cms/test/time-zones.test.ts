import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  approvalOf,
  confirming,
  create,
  createBasics,
  decide,
  readExport,
  type Session,
  samples,
  send,
  startCms,
  type TestCms,
} from './cms.ts';

/**
 * Instances of the CMS whose machines are set to other time zones, one after the other on one database:
 * what each of them writes, reads, tells and shows is the same.
 */

const ZONES = ['UTC', 'Asia/Dhaka', 'America/New_York'] as const;
/** Another day in UTC than in Dhaka. */
const STARTS = '2030-01-01T20:30:00.000Z';
const HOUR = 3_600_000;

let cms: TestCms;
let moderator: Session;
let editor: Session;
/** What was live before any of the instances started. */
let before: unknown[];

beforeAll(async () => {
  process.env.JOBS = 'off';
  cms = await startCms();
  await createBasics(cms);
  editor = await cms.signIn('editor', ['msw']);
  moderator = await cms.signIn('moderator');
  const { documentId } = await create(cms, 'meeting', meeting('Live'));
  await cms.asSystem(() =>
    cms.strapi.documents('api::meeting.meeting' as never).publish({ documentId, locale: 'bn' }),
  );
  before = await entriesAt(cms);
});
afterAll(() => {
  delete process.env.JOBS;
  return cms.stop();
});

const meeting = (title: string) => ({
  title,
  ministry: 'msw',
  state: 'notice',
  starts: STARTS,
  venue: 'Room 1',
  summary: 'Summary',
});

const entriesAt = async (at: TestCms) => (await readExport(at)).filter((line) => line.line === 'entry');
const inBengali = (digits: string) => digits.replace(/\d/g, (digit) => '০১২৩৪৫৬৭৮৯'[Number(digit)] ?? '');

interface Instance {
  /** Its server, as the helpers of the tests know one. */
  readonly at: TestCms;
  /** Has it publish what is due. */
  publishDue(): Promise<void>;
  stop(): Promise<void>;
}

async function startInstance(zone: string): Promise<Instance> {
  const script = path.join(import.meta.dirname, 'instance.mts');
  const env = { ...process.env, TZ: zone };
  const child: ChildProcess = spawn(process.execPath, [script], { env, stdio: ['pipe', 'pipe', 'inherit'] });
  const said = async () => String((await once(child.stdout ?? child, 'data'))[0]).trim();
  const url = `http://127.0.0.1:${(await said()).split(' ')[1]}`;
  return {
    at: { ...cms, url },
    async publishDue() {
      child.stdin?.write('\n');
      expect(await said()).toBe('published');
    },
    async stop() {
      const ended = once(child, 'exit');
      child.stdin?.end();
      await ended;
    },
  };
}

/** A draft, written by an editor at an instance. */
async function write(by: Session, type: string, data: object) {
  const where = `/content-manager/collection-types/api::${type}.${type}?locale=bn`;
  const { status, text, body } = await by.request('POST', where, data);
  expect(status, text).toBe(201);
  return { type, documentId: body.data.documentId as string };
}

/** The page of a draft as an instance shows it. */
async function pageOf(by: Session, at: TestCms, { type, documentId }: { type: string; documentId: string }) {
  const { body } = await by.request('POST', `/platform/preview/${type}/${documentId}/bn`, {});
  for (;;) {
    const { text } = await send(at.url, 'GET', new URL(body.url).pathname);
    if (!text.includes('http-equiv="refresh"')) return text;
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}

const lookAt = async (entry: { type: string; documentId: string }) =>
  (await moderator.request('GET', approvalOf(entry))).body.languages[0];

/** What a column of the database holds, as the database words it. */
async function stored(type: string, column: string, documentId: string): Promise<string> {
  const { tableName } = cms.strapi.db.metadata.get(`api::${type}.${type}`);
  const text = process.env.TEST_DATABASE === 'postgres' ? '??::text' : '??';
  const rows = cms.strapi.db
    .connection(tableName)
    .where('document_id', documentId)
    .select(cms.strapi.db.connection.raw(`${text} as value`, [column]));
  return String((await rows)[0].value);
}

it.runIf(process.env.TEST_DATABASE === 'postgres')(
  'the database is asked in UTC, whatever it is set to',
  async () => {
    const { rows } = await cms.strapi.db.connection.raw('show timezone');
    expect(rows).toEqual([{ TimeZone: 'UTC' }]);
  },
);

describe.each(ZONES)('on a machine in %s', (zone) => {
  let instance: Instance;
  let writer: Session;
  let approver: Session;

  beforeAll(async () => {
    instance = await startInstance(zone);
    const there = (session: Session): Session => ({
      ...session,
      request: confirming(instance.at.url, session.token, ''),
    });
    writer = there(editor);
    approver = there(moderator);
  });
  afterAll(() => instance.stop());

  it('what is live is exported as elsewhere', async () => {
    expect(await entriesAt(instance.at)).toEqual(expect.arrayContaining(before));
  });

  it('a moment is stored in UTC', async () => {
    const { documentId } = await write(writer, 'meeting', meeting(`In ${zone}`));
    const inUtc = process.env.TEST_DATABASE === 'postgres' ? '2030-01-01 20:30:00' : `${Date.parse(STARTS)}`;
    expect(await stored('meeting', 'starts', documentId)).toBe(inUtc);
  });

  it('what is scheduled goes live when it is due, not hours before or after, and the mail says when', async () => {
    const publishAt = new Date(Date.now() + HOUR).toISOString();
    const title = `Scheduled in ${zone}`;
    const entry = await write(writer, 'story', samples.story(title));
    await decide(writer, entry, 'submit');
    expect((await decide(approver, entry, 'approve', { publishAt })).status).toBe(200);
    await instance.publishDue();
    expect(await lookAt(entry)).toMatchObject({ state: 'approved', publishAt });
    const mails: { text: string }[] = await cms.strapi.db
      .query('api::mail.message')
      .findMany({ where: { text: { $contains: title } } });
    const clock = new Date(Date.parse(publishAt) + 6 * HOUR).toISOString().slice(11, 16);
    expect(mails.map(({ text }) => text).join()).toContain(`, ${inBengali(clock)}`);

    const data = { publishAt: new Date(Date.now() - 1000) };
    await cms.strapi.db
      .query('api::approval.record')
      .updateMany({ where: { document: entry.documentId }, data });
    await instance.publishDue();
    expect(await lookAt(entry)).toMatchObject({ state: 'live' });
    const live = (await entriesAt(cms)).find(({ documentId }) => documentId === entry.documentId);
    for (const moment of [live?.publishedAt, live?.firstPublishedAt])
      expect(Math.abs(Date.now() - Date.parse(moment ?? ''))).toBeLessThan(HOUR / 4);
  });

  it.runIf(zone === 'America/New_York')('the page of a draft shows Dhaka’s day and time', async () => {
    const entry = await write(writer, 'meeting', meeting('A page'));
    const [, when] = /<dt[^>]*>সময়<\/dt><dd>(.*?)<\/dd>/.exec(await pageOf(writer, instance.at, entry)) ?? [];
    expect(when).toBe('বুধবার, ২ জানুয়ারি, ২০৩০, রাত ২:৩০');
  });
});
