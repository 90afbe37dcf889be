import { randomUUID } from 'node:crypto';
import { Webhook } from 'standardwebhooks';

export const TRIGGER_SECRET = 'a-secret-of-at-least-32-characters_';
const TRIGGER_BODY = JSON.stringify({ type: 'publication.changed', data: { revision: '1-1' } });

interface Trigger {
  readonly secret?: string;
  readonly at?: Date;
  readonly body?: string;
  readonly id?: string;
}

/** Headers as the CMS signs them, for another body, time or secret where a test says so. */
export function signed({
  secret = TRIGGER_SECRET,
  at = new Date(),
  body = TRIGGER_BODY,
  id = randomUUID(),
}: Trigger = {}): Record<string, string> {
  return {
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
    'webhook-signature': new Webhook(secret, { format: 'raw' }).sign(id, at, body),
  };
}

/** Sends a trigger. @returns the status of the answer */
export async function sendTrigger(
  url: string,
  headers: Record<string, string>,
  body = TRIGGER_BODY,
): Promise<number> {
  return (await fetch(url, { method: 'POST', headers, body })).status;
}
