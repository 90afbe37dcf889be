import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import nodemailer from '@strapi/provider-email-nodemailer';
import { parseSender, senderLine } from '../../../cms/src/kernel/settings.ts';
import type { Health } from '../../../site/serve/health.ts';
import { isFailing, type ProcessState } from '../../../site/serve/processes.ts';
import type { EnvironmentSettings } from '../../environment.ts';
import { say } from '../terminal.ts';
import { writeState } from './write-state.ts';

/** Milliseconds that a check must have failed before somebody is told: what restarts is soon well again. */
const LASTING = 5 * 60_000;
/** Milliseconds between two messages about the same trouble. */
const REPEAT_MS = 24 * 60 * 60_000;
/** The same after one that could not be sent. */
const RETRY_MS = 5 * 60_000;
/** Milliseconds, by nodemailer's names; its own allow a server to hold a message up for ten minutes. */
const TIMEOUTS = { connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 30_000 };

/** What can need a person, by the names of `/healthz`; backups, which tell of themselves, are not among them. */
const WATCHED = ['site', 'cms', 'builder', 'database', 'disk', 'mail'] as const;
type Watched = (typeof WATCHED)[number];

/** What they are called in a message, and what a failing check of them means. */
const NAMES: Record<Watched, { readonly en: string; readonly bn: string; readonly failing: string }> = {
  site: { en: 'the static server', bn: 'সাইটের সার্ভার', failing: 'সাড়া দিচ্ছে না' },
  cms: { en: 'the CMS', bn: 'সিএমএস', failing: 'সাড়া দিচ্ছে না' },
  builder: { en: 'the builder', bn: 'সাইট নির্মাতা (builder)', failing: 'অনুমোদিত পরিবর্তন সাইটে নিতে পারছে না' },
  database: { en: 'the database', bn: 'ডেটাবেজ', failing: 'সিএমএস-কে সাড়া দিচ্ছে না' },
  disk: { en: 'the disk', bn: 'ডিস্ক', failing: 'ভরে গেছে' },
  mail: { en: 'e-mails', bn: 'ই-মেইল', failing: 'পাঠানো যাচ্ছে না' },
};

/** What needs a person. */
interface Need {
  readonly name: Watched;
  /** ISO 8601 in UTC; null where nobody knows. */
  readonly since: string | null;
  /** In words of `/healthz`. */
  readonly output: string;
  /** What a process that does not answer, or dies again and again, said last. */
  readonly process?: ProcessState;
}

/**
 * What needs a person, and what is known to be well (null); of what is not in it neither is known.
 * @param processes how each is, with how it ended last
 */
export function findNeeds(
  { checks, error }: Pick<Health, 'checks'> & Partial<Pick<Health, 'error'>>,
  processes: readonly ProcessState[] = [],
  now = Date.now(),
): Map<Watched, Need | null> {
  const found = new Map<Watched, Need | null>();
  for (const name of WATCHED) {
    const process = processes.find((one) => one.name === name);
    const check = name === 'site' ? undefined : checks[name];
    // It waits for the CMS, of which its own check tells.
    if (name === 'builder' && error?.kind === 'cms-away') continue;
    if (process && isFailing(process, now)) {
      const output = process.downSince ? 'It does not answer.' : 'It dies again and again.';
      found.set(name, { name, since: process.downSince, output, process });
    } else if (check?.status === 'fail') {
      const { since, output = '' } = check;
      // A disk that is full stays so, and who looks anew each time does not know since when.
      const isLasting = name === 'disk' || since === null || now - Date.parse(since) >= LASTING;
      if (isLasting) found.set(name, { name, since, output });
    } else if (check ? check.status === 'pass' : process && process.downSince === null) {
      found.set(name, null);
    }
  }
  return found;
}

/** When the next message about each may be sent, ISO 8601 in UTC, and whether the last told of trouble. */
type Told = Partial<Record<Watched, { readonly next: string; readonly failing: boolean }>>;

/**
 * Tells the operator by e-mail of what needs a person: once, daily while it lasts, and when it is well again. It
 * sends by itself: the CMS, whose queue sends all other mail, may be what is down. Without OPERATOR_EMAIL nobody is
 * told; without SMTP_URL the message is an `.eml` file in DATA_DIR/mail, like all others.
 */
export class OperatorMail {
  readonly #settings: Pick<EnvironmentSettings, 'env' | 'dataDir' | 'localSiteUrl'>;
  readonly #file: string;
  #told: Told | undefined;

  /** @param folder where what was told is kept for who looks next; best not on a disk that may be full of data */
  constructor(
    settings: Pick<EnvironmentSettings, 'env' | 'dataDir' | 'localSiteUrl'>,
    folder = settings.dataDir,
  ) {
    this.#settings = settings;
    this.#file = join(folder, 'operator-told.json');
  }

  /** Sends what is due. Never rejects. */
  async tell(found: ReadonlyMap<Watched, Need | null>): Promise<void> {
    const { env } = this.#settings;
    if (!env.OPERATOR_EMAIL) return;
    this.#told ??= await readFile(this.#file, 'utf8')
      .then(JSON.parse)
      .catch(() => ({}));
    const told: Told = this.#told ?? {};
    for (const [name, need] of found) {
      const before = told[name];
      if (need ? before && new Date().toISOString() < before.next : !before?.failing) continue;
      let [pause, failing] = [REPEAT_MS, need !== null];
      try {
        await this.#send(env.OPERATOR_EMAIL, need ? needWords(need) : wellWords(name));
      } catch (error) {
        say(`The operator could not be told by e-mail: ${error instanceof Error ? error.message : error}`);
        [pause, failing] = [RETRY_MS, failing || Boolean(before?.failing)];
      }
      // What was well may fail again at once.
      if (failing) told[name] = { next: new Date(Date.now() + pause).toISOString(), failing };
      else delete told[name];
      writeState(this.#file, `${JSON.stringify(told)}\n`);
    }
  }

  async #send(to: string, { subject, text }: Words): Promise<void> {
    const { env, dataDir, localSiteUrl } = this.#settings;
    const { SMTP_URL, MAIL_FROM = 'no-reply@example.org' } = env;
    const sender = parseSender(MAIL_FROM);
    const line = sender ? senderLine(sender) : MAIL_FROM;
    const from = { defaultFrom: line, defaultReplyTo: line };
    const transport = SMTP_URL ? { url: SMTP_URL, ...TIMEOUTS } : { streamTransport: true, buffer: true };
    const site = env.SITE_URL ?? localSiteUrl;
    const message = { to, subject: `${subject} · ${new URL(site).host}`, text, html: '' };
    const sent: unknown = await nodemailer.init(transport as never, from).send(message as never);
    if (SMTP_URL) return;
    const folder = join(dataDir, 'mail');
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const file = join(folder, `${new Date().toISOString().replace(/[:.]/g, '-')}-operator.eml`);
    await writeFile(`${file}.new`, (sent as { message: Buffer }).message, { mode: 0o600 });
    await rename(`${file}.new`, file);
  }
}

interface Words {
  readonly subject: string;
  readonly text: string;
}

/** A moment in Dhaka: `21 November 2026, 14:02:41`. */
function moment(at: string, language: 'bn' | 'en'): string {
  const part = (style: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(`${language}-${language === 'bn' ? 'BD' : 'GB'}`, {
      ...style,
      timeZone: 'Asia/Dhaka',
    }).format(new Date(at));
  return `${part({ dateStyle: 'long' })}, ${part({ timeStyle: 'medium', hourCycle: 'h23' })}`;
}

const sentence = (words: string) => words.charAt(0).toUpperCase() + words.slice(1);

function needWords(need: Need): Words {
  const { name, since, output, process } = need;
  const { en, bn, failing } = NAMES[name];
  if (process) return processWords(process);
  const [from, fromBn] = since ? [` since ${moment(since, 'en')}`, `${moment(since, 'bn')} থেকে `] : ['', ''];
  return {
    subject: `Needs a person: ${en} · ${bn}`,
    text: `${bn} ${fromBn}${failing}। এটি নিজে থেকে ঠিক হয়নি; একজনকে দেখতে হবে। সাইট আগের মতোই দেখা যাচ্ছে কি না দেখুন।

${sentence(en)} has needed a person${from}: ${output} It did not pass by itself. /healthz and \`npm run health\` say how everything else is.
`,
  };
}

function processWords({ name, downSince, restarts, lastEnding }: ProcessState): Words {
  const { en, bn } = NAMES[name];
  const why = lastEnding?.reason ?? '';
  return {
    subject: `${downSince ? 'Down' : 'Dies again and again'}: ${en} · ${bn}`,
    text: `${bn} ${downSince ? `${moment(downSince, 'bn')} থেকে সাড়া দিচ্ছে না` : 'বারবার বন্ধ হয়ে যাচ্ছে'}; ${restarts} বার আবার চালু করা হয়েছে। সাইট আগের মতোই দেখা যাচ্ছে কি না দেখুন, আর কারণটি নিচে ও data/logs-এ বা systemd-র জার্নালে আছে।

${sentence(en)} ${downSince ? `has not answered since ${moment(downSince, 'en')}` : 'dies again and again'}; it was started again ${restarts} times. What it said last is below, all of it in data/logs, or in the journal under systemd (journalctl -u social-protection-${name}).

${why}
`,
  };
}

function wellWords(name: Watched): Words {
  const { en, bn } = NAMES[name];
  const now = new Date().toISOString();
  return {
    subject: `Well again: ${en} · ${bn}`,
    text: `${bn}: ${moment(now, 'bn')}-এ আবার ঠিক আছে।

${sentence(en)}: well again at ${moment(now, 'en')}.
`,
  };
}
