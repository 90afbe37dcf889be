import type { Core } from '@strapi/strapi';
import type { Settings } from '../../kernel/settings';
import { queueEveryMail } from './guard';
import { mailFolder } from './provider';
import { sendMails } from './send';

/** Has every e-mail wait in the queue and starts to send it; says where messages go that no SMTP server takes. */
export function setUpMail(strapi: Core.Strapi, settings: Settings): void {
  const send = queueEveryMail(strapi);
  if (settings.SMTP_URL === undefined) {
    strapi.log.warn(`SMTP_URL is not set: e-mails are not sent but written to ${mailFolder(settings)}`);
  }
  sendMails(strapi, send);
}
