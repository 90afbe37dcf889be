import path from 'node:path';
import type { Settings } from '../../kernel/settings';
import { folderTransport } from './folder';

/** Milliseconds, by nodemailer's names; its own allow a server to hold a message up for ten minutes. */
const TIMEOUTS = { connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 30_000 };

/** Where messages go that no SMTP server takes. */
export function mailFolder({ DATA_DIR }: Pick<Settings, 'DATA_DIR'>): string {
  return path.join(DATA_DIR, 'mail');
}

/**
 * The configuration of Strapi's e-mail plugin: SMTP where it is set; without it, messages are written
 * to a folder, and the start says so.
 */
export function mailProvider(settings: Settings) {
  const { SMTP_URL, MAIL_FROM } = settings;
  return {
    provider: 'nodemailer',
    providerOptions: SMTP_URL ? withTimeouts(SMTP_URL) : folderTransport(mailFolder(settings)),
    settings: { defaultFrom: MAIL_FROM, defaultReplyTo: MAIL_FROM },
  };
}

/** What the address says itself, counts. */
function withTimeouts(address: string): string {
  const url = new URL(address);
  for (const [name, value] of Object.entries(TIMEOUTS)) {
    if (!url.searchParams.has(name)) url.searchParams.set(name, String(value));
  }
  return url.href;
}
