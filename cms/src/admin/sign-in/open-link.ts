import type { StrapiApp } from '@strapi/strapi/admin';
import { tell } from './ask';
import { localeOf } from './panel';
import { type ServerError, say, translated } from './refusals';

/**
 * Opens what a link to the panel names behind its #: makes this device known for an account that others'
 * tries have closed. It is taken out of the address bar, where somebody might copy it.
 */
export async function openLink(app: Pick<StrapiApp, 'store'>): Promise<void> {
  const token = takeFromAddress('unlock');
  if (!token) return;
  const outcome = await unlock(token);
  const locale = localeOf(app);
  const said = outcome.error && translated(outcome.error, locale).message;
  await tell(
    said ?? say(outcome.ok ? 'platform.sign-in.unlocked' : 'platform.factor.failed', locale),
    locale,
  );
}

/**
 * Gives Strapi's pages for a first and a new password what a link in a mail names behind its #: they look for it
 * behind the ?, where each server and proxy on the way would have it in its log. To be called before the
 * router looks at the address.
 */
export function giveToPage(): void {
  for (const name of ['registrationToken', 'code']) {
    const token = takeFromAddress(name);
    if (!token) continue;
    const address = `${window.location.pathname}?${new URLSearchParams({ [name]: token })}`;
    window.history.replaceState(window.history.state, '', address);
  }
}

/** Sends the token; without an error of the server's where it could not be asked. */
async function unlock(token: string): Promise<{ readonly ok: boolean; readonly error?: ServerError }> {
  try {
    const response = await window.fetch('/platform/sign-in/unlock', {
      method: 'POST',
      credentials: 'include',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ token }),
    });
    if (response.ok) return { ok: true };
    return { ok: false, error: ((await response.json()) as { error?: ServerError }).error };
  } catch {
    return { ok: false };
  }
}

/** What stands in the address behind the # under a name. */
export function takeFromAddress(name: string): string | undefined {
  const { hash, pathname, search } = window.location;
  const value = new URLSearchParams(hash.slice(1)).get(name) ?? undefined;
  if (value) window.history.replaceState(window.history.state, '', pathname + search);
  return value;
}
