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
  const response = await window.fetch('/platform/sign-in/unlock', {
    method: 'POST',
    credentials: 'include',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ token }),
  });
  const locale = localeOf(app);
  if (response.ok) return tell(say('platform.sign-in.unlocked', locale), locale);
  const { error } = (await response.json()) as { error: ServerError };
  await tell(translated(error, locale).message ?? '', locale);
}

/** What stands in the address behind the # under a name. */
export function takeFromAddress(name: string): string | undefined {
  const { hash, pathname, search } = window.location;
  const value = new URLSearchParams(hash.slice(1)).get(name) ?? undefined;
  if (value) window.history.replaceState(window.history.state, '', pathname + search);
  return value;
}
