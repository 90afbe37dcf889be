import { randomUUID } from 'node:crypto';
import type { Core } from '@strapi/strapi';
import { Webhook } from 'standardwebhooks';
import { every } from '../../kernel/jobs/run';
import type { Settings } from '../../kernel/settings';
import { CHANGED, currentRevision } from './outbox';
import { Silence } from './silence';

const TIMEOUT_MS = 5_000;
/** Names of requests in one message, which must stay short. */
const MOST_REQUESTS = 50;

/**
 * Wakes the builder when something goes live or is taken down, so that it need not wait for its next
 * look: at once after the commit, and by a job until it has answered for the newest state. Nothing
 * depends on it; the builder finds out by itself what there is to build.
 */
export function triggerBuilder(strapi: Core.Strapi, settings: Settings): void {
  const { BUILDER_TRIGGER_URL: url, REBUILD_WEBHOOK_SECRET: secret } = settings;
  if (!url) return;
  const store = strapi.store({ type: 'api', name: 'publication' });
  const webhook = new Webhook(secret, { format: 'raw' });
  const silence = new Silence();
  /** The requests that changed something since the builder was last told. */
  const requests = new Set<string>();
  const tell = async (): Promise<void> => {
    const revision = await currentRevision(strapi);
    if (revision === (await store.get({ key: 'triggered' }))) return;
    try {
      const told = [...requests].slice(-MOST_REQUESTS);
      await post(url, webhook, { revision, ...(told.length > 0 && { requests: told }) });
      requests.clear();
      await store.set({ key: 'triggered', value: revision });
      silence.ended();
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      const level = silence.failed(reason, Date.now());
      if (level) strapi.log[level](`The builder was not woken at ${url}, trying again: ${reason}`);
    }
  };
  const tellOnce = together(tell);
  strapi.eventHub.on(CHANGED, (request?: string) => {
    if (request) requests.add(request);
    return tellOnce();
  });
  every(strapi, { name: 'trigger', seconds: 5, lease: 30, work: tell });
}

interface Changed {
  readonly revision: string;
  /** The names, in the CMS's log, of the requests that changed something. */
  readonly requests?: readonly string[];
}

/** Signed as https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md says. */
async function post(url: string, webhook: Webhook, data: Changed): Promise<void> {
  const id = `msg_${randomUUID()}`;
  const at = new Date();
  const body = JSON.stringify({ type: CHANGED, timestamp: at.toISOString(), data });
  const response = await fetch(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'webhook-id': id,
      'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
      'webhook-signature': webhook.sign(id, at, body),
    },
    body,
    redirect: 'error',
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  await response.body?.cancel();
  if (!response.ok) throw new Error(`it answered ${response.status}`);
}

/** The same work, never twice at a time: whoever asks meanwhile gets it once more afterwards. */
function together(work: () => Promise<void>): () => Promise<void> {
  let asked = false;
  let busy = false;
  return async () => {
    asked = true;
    if (busy) return;
    busy = true;
    try {
      while (asked) {
        asked = false;
        await work();
      }
    } finally {
      busy = false;
    }
  };
}
