import type { Core } from '@strapi/strapi';
import { queueMail } from './queue';
import { isAddress, oneLine } from './safe';
import type { Send } from './send';

/** What our own modules and Strapi's give to the e-mail plugin. */
interface Outgoing {
  readonly to?: unknown;
  readonly cc?: unknown;
  readonly bcc?: unknown;
  readonly subject?: string;
  readonly text?: string;
  readonly [option: string]: unknown;
}
interface Provider {
  send(mail: Outgoing): Promise<unknown>;
}

/**
 * Puts the queue in front of the e-mail provider: what Strapi or anybody sends by the plugin waits there
 * too, as plain text to one mailbox. A comma or a line break in an address would send it to others as well.
 * @returns what sends a message of the queue
 */
export function queueEveryMail(strapi: Core.Strapi): Send {
  const provider = strapi.plugin('email').provider as Provider;
  const send = provider.send.bind(provider);
  provider.send = async ({ to, cc, bcc, subject = '', text }) => {
    if (!isAddress(to) || cc !== undefined || bcc !== undefined) {
      throw new Error('An e-mail goes to exactly one valid address: this one was not sent.');
    }
    if (!text) throw new Error('An e-mail is plain text: this one has none and was not sent.');
    await queueMail(strapi, { to, subject, text });
  };
  return async ({ to, subject, text, messageId }) => {
    if (!isAddress(to))
      throw new Error('An e-mail goes to exactly one valid address: this one was not sent.');
    return send({
      to: { name: '', address: to },
      subject: oneLine(subject, 250),
      text,
      // Strapi's provider would send a message without HTML as HTML too, titles and all.
      html: '',
      messageId,
      // RFC 3834: no out-of-office notes in answer.
      headers: { 'Auto-Submitted': 'auto-generated' },
    });
  };
}
