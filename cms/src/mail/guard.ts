import type { Core } from '@strapi/strapi';
import { isAddress, oneLine } from './safe';

/** What our own modules and Strapi's give to the e-mail plugin. */
interface Outgoing {
  readonly to?: unknown;
  readonly cc?: unknown;
  readonly bcc?: unknown;
  readonly subject?: string;
  readonly html?: string;
  readonly [option: string]: unknown;
}
interface Provider {
  send(mail: Outgoing): Promise<unknown>;
}

/**
 * Stands in front of the e-mail provider, for Strapi's own messages too: each goes to one mailbox. A
 * comma or a line break in an address would send it to others as well.
 */
export function guardMail(strapi: Core.Strapi): void {
  const provider = strapi.plugin('email').provider as Provider;
  const send = provider.send.bind(provider);
  provider.send = async (mail) => {
    const { to, cc, bcc, subject = '', html = '' } = mail;
    if (!isAddress(to) || cc !== undefined || bcc !== undefined) {
      throw new Error('An e-mail goes to exactly one valid address: this one was not sent.');
    }
    // Strapi's provider would send a message without HTML as HTML too, titles and all.
    return send({ ...mail, to: { name: '', address: to }, subject: oneLine(subject, 250), html });
  };
}
