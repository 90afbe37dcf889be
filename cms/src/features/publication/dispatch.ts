import type { Core } from '@strapi/strapi';
import { every } from '../../kernel/jobs/run';
import { type Settings, siteAddress } from '../../kernel/settings';
import { type Dispatched, nextDispatch } from './dispatch-pauses';
import { currentRevision } from './outbox';

const TIMEOUT_MS = 10_000;

/**
 * Where a GitHub repository builds the site, tells it of changes: while the live site's manifest shows
 * another state than the outbox, sends a `repository_dispatch`, again after growing pauses. Nothing is
 * queued, so a start, a crash, a lost answer or a build that fails at worst tells twice.
 * https://docs.github.com/en/rest/repos/repos#create-a-repository-dispatch-event
 */
export function dispatchChanges(strapi: Core.Strapi, settings: Settings): void {
  const { GITHUB_REPOSITORY_DISPATCH: repository, GITHUB_DISPATCH_TOKEN: token, GITHUB_API_URL } = settings;
  if (!repository || !token) return;
  const store = strapi.store({ type: 'api', name: 'publication' });

  const send = async (revision: string, signal: AbortSignal): Promise<void> => {
    const response = await fetch(`${GITHUB_API_URL}/repos/${repository}/dispatches`, {
      method: 'POST',
      headers: { accept: 'application/vnd.github+json', authorization: `Bearer ${token}` },
      body: JSON.stringify({ event_type: 'content-published', client_payload: { revision } }),
      signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]),
    });
    await response.body?.cancel();
    if (!response.ok) throw new Error(`${repository} answered ${response.status}`);
  };
  const work = async (signal: AbortSignal): Promise<void> => {
    const revision = await currentRevision(strapi);
    const last = ((await store.get({ key: 'dispatch' })) as Dispatched | null) ?? undefined;
    if (last?.revision === revision && last.live) return;
    const live = (await liveRevision(signal)) === revision;
    const next = nextDispatch(last, { revision, live, now: Date.now() });
    if (!next) return;
    let taken = false;
    try {
      if (!live) await send(revision, signal);
      taken = true;
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      strapi.log.warn(`Telling ${repository} of a change failed, trying again: ${reason}`);
    }
    await store.set({ key: 'dispatch', value: { ...next, taken } });
  };
  every(strapi, { name: 'dispatch', seconds: 5, lease: 30, work });
}

/** The state that the live site says it shows; undefined where it cannot be asked. */
async function liveRevision(signal: AbortSignal): Promise<string | undefined> {
  try {
    const response = await fetch(`${siteAddress()}/release.json`, {
      // A cache on the way must not say that an old release is live.
      cache: 'no-store',
      headers: { 'cache-control': 'no-cache' },
      signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]),
    });
    const manifest: unknown = response.ok ? await response.json() : undefined;
    return (manifest as { revision?: string } | undefined)?.revision;
  } catch {
    return undefined;
  }
}
