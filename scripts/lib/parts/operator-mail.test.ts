import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Mailbox } from '../../../cms/test/mailbox.ts';
import type { ProcessState } from '../../../site/serve/processes.ts';
import { findNeeds, OperatorMail } from './operator-mail.ts';

const OPERATOR_EMAIL = 'operator@example.org';
const state: ProcessState = {
  name: 'cms',
  state: 'waiting',
  since: '2026-01-01T00:00:00.000Z',
  pid: null,
  downSince: '2026-01-01T00:00:00.000Z',
  restarts: 4,
  restartsInARow: 4,
  lastEnding: { at: '2026-01-01T00:00:00.000Z', reason: 'the CMS ended: exit status 1' },
};

let dataDir: string;
let mailbox: Mailbox;
const operator = (env: NodeJS.ProcessEnv) =>
  new OperatorMail({ dataDir, env, localSiteUrl: 'http://127.0.0.1:4321' });
const down = () => findNeeds({ checks: {} }, [state]);
const well = () => findNeeds({ checks: {} }, [{ ...state, downSince: null, restartsInARow: 0 }]);

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'operator-'));
  mailbox = await new Mailbox().start();
  vi.useFakeTimers({ toFake: ['Date'] });
});
afterEach(async () => {
  vi.useRealTimers();
  await mailbox.stop();
  await rm(dataDir, { recursive: true });
});
const pass = (minutes: number) => vi.setSystemTime(Date.now() + minutes * 60_000);

const subjects = () => mailbox.arrived.map(({ mail: { subject } }) => subject?.split(' ·')[0]);

it('tells of a process that is down, in both languages, once and then daily, and when it is well again', async () => {
  for (let minute = 0; minute < 25 * 60; minute += 1) {
    // Each time anew, as a timer does it.
    await operator({ OPERATOR_EMAIL, SMTP_URL: mailbox.url }).tell(down());
    pass(1);
  }
  expect(mailbox.for(OPERATOR_EMAIL)).toHaveLength(2);
  const [{ mail: first } = { mail: undefined }] = mailbox.arrived;
  expect(first?.subject).toBe('Down: the CMS · সিএমএস · 127.0.0.1:4321');
  expect(first?.text).toContain('The CMS has not answered since 1 January 2026, 06:00:00');
  expect(first?.text).toContain('সিএমএস ১ জানুয়ারি, ২০২৬, ০৬:০০:০০ থেকে সাড়া');
  expect(first?.text).toContain('the CMS ended: exit status 1');
  for (const _ of [1, 2]) await operator({ OPERATOR_EMAIL, SMTP_URL: mailbox.url }).tell(well());
  await operator({ OPERATOR_EMAIL, SMTP_URL: mailbox.url }).tell(down());
  expect(subjects()).toEqual(['Down: the CMS', 'Down: the CMS', 'Well again: the CMS', 'Down: the CMS']);
});

it('tells of a lost database once it has been away for minutes, and not that it is well while nobody knows', async () => {
  vi.setSystemTime('2026-01-01T00:00:00.000Z');
  const mail = operator({ OPERATOR_EMAIL, SMTP_URL: mailbox.url });
  const since = new Date().toISOString();
  const database = { status: 'fail', since, output: 'The database does not answer the CMS.' } as const;
  // The builder, which cannot ask the CMS meanwhile, is not what needs somebody.
  const away = { kind: 'cms-away', message: 'The CMS does not answer.', at: since } as const;
  const builder = { status: 'fail', since, output: away.message } as const;
  const found = () => findNeeds({ checks: { database, builder }, error: away });
  await mail.tell(found());
  pass(4);
  await mail.tell(found());
  expect(mailbox.arrived).toEqual([]);
  pass(1);
  for (const _ of [1, 2]) await mail.tell(found());
  // The CMS, which would know, is gone, or not sure yet.
  await mail.tell(findNeeds({ checks: {} }));
  await mail.tell(findNeeds({ checks: { database: { ...database, status: 'warn' } } }));
  expect(subjects()).toEqual(['Needs a person: the database']);
  expect(mailbox.arrived[0]?.mail.text).toMatch(
    /ডেটাবেজ ১ জানুয়ারি, ২০২৬, ০৬:০০:০০ থেকে সিএমএস-কে সাড়া দিচ্ছে না[\s\S]*The database has needed a person since 1 January 2026, 06:00:00: The database does not answer the CMS\./,
  );
  await mail.tell(findNeeds({ checks: { database: { status: 'pass', since } } }));
  expect(subjects()).toEqual(['Needs a person: the database', 'Well again: the database']);
});

it('tells each thing apart, and does not storm where what was told cannot be kept', async () => {
  const kept = { OPERATOR_EMAIL, SMTP_URL: mailbox.url };
  const mail = new OperatorMail({ dataDir, env: kept, localSiteUrl: 'http://127.0.0.1:4321' }, '/dev/null');
  const disk = { status: 'fail', since: new Date().toISOString(), output: 'The disk is full.' } as const;
  for (const _ of [1, 2, 3]) await mail.tell(findNeeds({ checks: { disk } }, [state]));
  expect(subjects()).toEqual(['Down: the CMS', 'Needs a person: the disk']);
});

it('tries again when the mail server does not answer', async () => {
  vi.spyOn(console, 'log').mockImplementation(() => undefined);
  const mail = operator({ OPERATOR_EMAIL, SMTP_URL: mailbox.url });
  await mailbox.stop();
  await mail.tell(down());
  await mailbox.start();
  await mail.tell(down());
  expect(mailbox.arrived).toEqual([]);
  pass(6);
  await mail.tell(down());
  expect(mailbox.arrived).toHaveLength(1);
});

it('writes a file where no mail server is set, for the owner alone, and nothing where no operator is', async () => {
  await operator({}).tell(down());
  expect(await readdir(dataDir)).toEqual([]);
  await operator({ OPERATOR_EMAIL }).tell(down());
  const [file = ''] = await readdir(join(dataDir, 'mail'));
  expect(file).toMatch(/-operator\.eml$/);
  expect(((await stat(join(dataDir, 'mail', file))).mode & 0o777).toString(8)).toBe('600');
});
