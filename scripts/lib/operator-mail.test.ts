import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Mailbox } from '../../cms/test/mailbox.ts';
import type { ProcessState } from '../../site/serving/processes.ts';
import { OperatorMail } from './operator-mail.ts';

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

it('tells of a process that is down, in both languages, once an hour, and when it is well again', async () => {
  const mail = operator({ OPERATOR_EMAIL, SMTP_URL: mailbox.url });
  for (let minute = 0; minute < 119; minute += 1) {
    await mail.tell(state, true);
    pass(1);
  }
  expect(mailbox.for(OPERATOR_EMAIL)).toHaveLength(2);
  const [{ mail: first } = { mail: undefined }] = mailbox.arrived;
  expect(first?.subject).toBe('Down: the CMS · সিএমএস · 127.0.0.1:4321');
  expect(first?.text).toContain('The CMS has not answered since 1 January 2026, 06:00:00');
  expect(first?.text).toContain('সিএমএস ১ জানুয়ারি, ২০২৬, ০৬:০০:০০ থেকে সাড়া');
  expect(first?.text).toContain('the CMS ended: exit status 1');
  for (const _ of [1, 2]) await mail.tell({ ...state, downSince: null, restartsInARow: 0 }, false);
  expect(mailbox.arrived.map(({ mail: { subject } }) => subject?.split(':')[0])).toEqual([
    'Down',
    'Down',
    'Well again',
  ]);
});

it('tries again when the mail server does not answer', async () => {
  vi.spyOn(console, 'log').mockImplementation(() => undefined);
  const mail = operator({ OPERATOR_EMAIL, SMTP_URL: mailbox.url });
  await mailbox.stop();
  await mail.tell(state, true);
  await mailbox.start();
  await mail.tell(state, true);
  expect(mailbox.arrived).toEqual([]);
  pass(6);
  await mail.tell(state, true);
  expect(mailbox.arrived).toHaveLength(1);
});

it('writes a file where no mail server is set, for the owner alone, and nothing where no operator is', async () => {
  await operator({}).tell(state, true);
  expect(await readdir(dataDir)).toEqual([]);
  await operator({ OPERATOR_EMAIL }).tell(state, true);
  const [file = ''] = await readdir(join(dataDir, 'mail'));
  expect(file).toMatch(/-operator\.eml$/);
  expect(((await stat(join(dataDir, 'mail', file))).mode & 0o777).toString(8)).toBe('600');
});
