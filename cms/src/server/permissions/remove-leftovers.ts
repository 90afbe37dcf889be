import type { Core } from '@strapi/strapi';
import { recordEvent } from '../../features/audit';

/** Tokens that Strapi would let in, with what they may. Who watches accounts records that they go. */
const TOKENS = ['admin::api-token', 'admin::transfer-token'];

interface Webhook {
  readonly id: string;
  readonly name: string;
  readonly url: string;
}

/**
 * Removes what a database from before holds of the parts that are closed: webhooks, which Strapi has taken up
 * by now, and tokens. Nothing has been asked of this server yet, and the record tells what went.
 */
export async function removeLeftovers(strapi: Core.Strapi): Promise<void> {
  const [store, runner] = [strapi.get('webhookStore'), strapi.get('webhookRunner')];
  for (const webhook of (await store.findWebhooks()) as unknown as Webhook[]) {
    runner.remove(webhook as never);
    await strapi.db.transaction(async () => {
      await store.deleteWebhook(webhook.id);
      // What stands in an address may be a secret, but not its host.
      const details = { id: webhook.id, name: webhook.name, host: URL.parse(webhook.url)?.host };
      await recordEvent(strapi, { action: 'webhook.deleted', actor: { kind: 'system' }, details });
    });
  }
  for (const uid of TOKENS) {
    const tokens: { id: number }[] = await strapi.db.query(uid).findMany();
    if (tokens.length === 0) continue;
    await strapi.db.transaction(async () => {
      await strapi.db.query(`${uid}-permission`).deleteMany();
      for (const { id } of tokens) await strapi.db.query(uid).delete({ where: { id } });
    });
  }
}
