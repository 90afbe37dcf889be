import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import nodemailer from '@strapi/provider-email-nodemailer';
import { parseSender, senderLine } from '../../cms/src/settings.ts';
import type { ProcessState } from '../../site/serving/processes.ts';
import type { Settings } from '../environment.ts';
import { say } from './terminal.ts';

/** Milliseconds between two messages about the same process. */
const REPEAT_MS = 60 * 60_000;
/** The same after one that could not be sent. */
const RETRY_MS = 5 * 60_000;
/** Milliseconds, by nodemailer's names; its own allow a server to hold a message up for ten minutes. */
const TIMEOUTS = { connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 30_000 };

/** What the processes are called in a message. */
const NAMES: Record<ProcessState['name'], { readonly en: string; readonly bn: string }> = {
  cms: { en: 'the CMS', bn: 'সিএমএস' },
  builder: { en: 'the builder', bn: 'সাইট নির্মাতা (builder)' },
  site: { en: 'the static server', bn: 'সাইটের সার্ভার' },
};

/**
 * Tells the operator by e-mail of processes that need a person. It sends by itself: the CMS, whose queue sends
 * all other mail, may be what is down. Without OPERATOR_EMAIL nobody is told; without SMTP_URL the message is an
 * `.eml` file in DATA_DIR/mail, like all others.
 */
export class OperatorMail {
  readonly #settings: Pick<Settings, 'env' | 'dataDir' | 'localSiteUrl'>;
  /** When the next message about a process may be sent, and whether the last told of trouble. */
  readonly #told = new Map<string, { next: number; failing: boolean }>();

  constructor(settings: Pick<Settings, 'env' | 'dataDir' | 'localSiteUrl'>) {
    this.#settings = settings;
  }

  /** Sends a message unless one was sent a short while ago. Never rejects. */
  async tell(state: ProcessState, failing: boolean): Promise<void> {
    const { OPERATOR_EMAIL } = this.#settings.env;
    const told = this.#told.get(state.name);
    if (!OPERATOR_EMAIL) return;
    if (failing ? told && Date.now() < told.next : !told?.failing) return;
    this.#told.set(state.name, { next: Date.now() + REPEAT_MS, failing });
    try {
      await this.#send(OPERATOR_EMAIL, failing ? troubleWords(state) : wellWords(state));
    } catch (error) {
      say(`The operator could not be told by e-mail: ${error instanceof Error ? error.message : error}`);
      this.#told.set(state.name, { next: Date.now() + RETRY_MS, failing: failing || Boolean(told?.failing) });
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

function troubleWords({ name, downSince, restarts, lastEnding }: ProcessState): Words {
  const { en, bn } = NAMES[name];
  const why = lastEnding?.reason ?? '';
  return {
    subject: `${downSince ? 'Down' : 'Dies again and again'}: ${en} · ${bn}`,
    text: `${bn} ${downSince ? `${moment(downSince, 'bn')} থেকে সাড়া দিচ্ছে না` : 'বারবার বন্ধ হয়ে যাচ্ছে'}; ${restarts} বার আবার চালু করা হয়েছে এবং চেষ্টা চলছে। সাইট আগের মতোই দেখা যাচ্ছে কি না দেখুন, আর কারণটি নিচে ও data/logs-এ আছে।

${en.charAt(0).toUpperCase() + en.slice(1)} ${downSince ? `has not answered since ${moment(downSince, 'en')}` : 'dies again and again'}; it was started again ${restarts} times and will be again. What it said last is below, all of it in data/logs.

${why}
`,
  };
}

function wellWords({ name, since, restarts }: ProcessState): Words {
  const { en, bn } = NAMES[name];
  return {
    subject: `Well again: ${en} · ${bn}`,
    text: `${bn} ${moment(since, 'bn')} থেকে আবার ঠিকমতো চলছে; মোট ${restarts} বার আবার চালু করা হয়েছিল।

${en.charAt(0).toUpperCase() + en.slice(1)} has run well again since ${moment(since, 'en')}; it was started again ${restarts} times in all.
`,
  };
}
