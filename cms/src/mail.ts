import type { Settings } from './settings';

/**
 * The configuration of Strapi's e-mail plugin: SMTP where it is set; without it, messages are put
 * together and dropped, and the start says so.
 */
export function mailProvider({ SMTP_URL, MAIL_FROM }: Settings) {
  return {
    provider: 'nodemailer',
    providerOptions: SMTP_URL ?? { jsonTransport: true },
    settings: { defaultFrom: MAIL_FROM, defaultReplyTo: MAIL_FROM },
  };
}
