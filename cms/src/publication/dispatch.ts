import type { Core } from '@strapi/strapi';
import { every } from '../jobs/run';
import type { Settings } from '../settings';
import { currentRevision } from './outbox';

const TIMEOUT_MS = 10_000;

/**
 * Where a GitHub repository builds the site, tells it of changes: whenever the outbox holds more than
 * was last told, sends a `repository_dispatch` and remembers it. Nothing is queued, so a start, a
 * crash or a lost answer at worst tells twice.
 * https://docs.github.com/en/rest/repos/repos#create-a-repository-dispatch-event
 */
export function dispatchChanges(strapi: Core.Strapi, settings: Settings): void {
  const { GITHUB_REPOSITORY_DISPATCH: repository, GITHUB_DISPATCH_TOKEN: token, GITHUB_API_URL } = settings;
  if (!repository || !token) return;
  const store = strapi.store({ type: 'api', name: 'publication' });
  const tell = async (signal: AbortSignal): Promise<void> => {
    const revision = await currentRevision(strapi);
    if (revision === (await store.get({ key: 'dispatched' }))) return;
    const response = await fetch(`${GITHUB_API_URL}/repos/${repository}/dispatches`, {
      method: 'POST',
      headers: { accept: 'application/vnd.github+json', authorization: `Bearer ${token}` },
      body: JSON.stringify({ event_type: 'content-published', client_payload: { revision } }),
      signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]),
    });
    if (!response.ok) throw new Error(`${repository} answered ${response.status}`);
    await store.set({ key: 'dispatched', value: revision });
  };
  const work = async (signal: AbortSignal): Promise<void> => {
    try {
      await tell(signal);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      strapi.log.warn(`Telling ${repository} of a change failed, trying again: ${reason}`);
    }
  };
  every(strapi, { name: 'dispatch', seconds: 5, lease: 30, work });
}
