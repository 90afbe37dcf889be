import type { StrapiApp } from '@strapi/strapi/admin';
import { ask } from './ask';
import { takeFromAddress } from './open-link';
import { emailOf, localeOf } from './panel';
import { type ServerError, say, translated } from './refusals';

type Send = (url: string, init: RequestInit) => Promise<Response>;
/** What the server wants to have besides, by its code. */
interface Refusal {
  readonly error: ServerError;
  readonly code: string;
}

const CODE_NEEDED = ['platform.sign-in.code-needed', 'platform.sign-in.code-wrong'];
const CONFIRM_NEEDED = 'platform.sign-in.confirm-needed';
const FACTOR_REQUIRED = 'platform.sign-in.factor-required';
const TOKEN_NEEDED = ['platform.sign-in.token-needed', 'platform.sign-in.token-wrong'];
/** The requests that take a code of the second factor in their body. */
const TAKE_CODE = ['/admin/login', '/admin/reset-password'];

/**
 * Stands between the panel and the server: where the server refuses until something more is said, a
 * second factor's code, a confirmation, a new sign-in, it asks for it in a dialog and sends the same
 * request again, so that nothing on the page is lost; and it says the other refusals of a sign-in in the
 * panel's language. Strapi's panel sends everything by `fetch`, with the address as text.
 */
export function answerRefusals(app: Pick<StrapiApp, 'store'>): void {
  const plain = window.fetch.bind(window);
  const locale = () => localeOf(app);
  /** Kept here only, where nobody finds it who has stolen the session. */
  let confirmation: string | undefined;
  const fromAddress = takeFromAddress('token');

  const send: Send = (url, init) => {
    const headers = new Headers(init.headers);
    if (confirmation) headers.set('x-confirmation', confirmation);
    const [path = '', query = ''] = url.split('?');
    const token = new URLSearchParams(query).get('registrationToken');
    // Strapi asks by an address, which would be in the logs of the proxies on the way.
    if (!token) return plain(url, { ...init, headers });
    headers.set('x-registration-token', token);
    return plain(path, { ...init, headers });
  };

  window.fetch = async (input, init = {}) => {
    const { pathname, origin } = new URL(
      typeof input === 'string' ? input : window.location.href,
      window.location.href,
    );
    const backend = new URL(backendUrl() || '/', window.location.href).origin;
    if (typeof input !== 'string' || origin !== backend) return plain(input, init);
    const response = await send(input, init);
    if (response.status === 401 && pathname.endsWith('/admin/access-token')) {
      return (await signInAgain()) ?? response;
    }
    return response.ok ? response : answer(input, init, response, pathname);
  };

  async function answer(url: string, init: RequestInit, first: Response, path: string): Promise<Response> {
    let response = first;
    for (let refusal = await refusalOf(first); refusal; refusal = await refusalOf(response)) {
      const { code, error } = refusal;
      const words = translated(error, locale());
      let again: Response | undefined;
      if (CODE_NEEDED.includes(code) && TAKE_CODE.some((one) => path.endsWith(one)))
        again = await withCode(url, init, words.message ?? '');
      if (TOKEN_NEEDED.includes(code)) again = await withToken(url, init, code, words.message ?? '');
      if (code === CONFIRM_NEEDED) again = await withConfirmation(url, init, error);
      if (code === FACTOR_REQUIRED) leadToFactor();
      if (!again) return Response.json({ data: null, error: words }, { status: response.status });
      response = again;
    }
    return response;
  }

  async function withCode(url: string, init: RequestInit, text: string): Promise<Response | undefined> {
    const typed = await ask({ text, fields: [field('code')] }, locale());
    if (!typed) return undefined;
    return send(url, { ...init, body: JSON.stringify({ ...bodyOf(init), code: typed.code }) });
  }

  /** Registers the first super admin with the token from the address, or with one that is asked for. */
  async function withToken(
    url: string,
    init: RequestInit,
    code: string,
    text: string,
  ): Promise<Response | undefined> {
    let token = code === 'platform.sign-in.token-needed' ? fromAddress : undefined;
    if (!token) {
      const label = say('platform.sign-in.token', locale());
      const typed = await ask({ text, fields: [{ name: 'token', label }] }, locale());
      token = typed?.token?.trim().replace(/^.*token=/, '');
    }
    return token ? send(url, { ...init, body: JSON.stringify({ ...bodyOf(init), token }) }) : undefined;
  }

  /** Asks who it is and sends the request again; the server's answer where it is no longer signed in. */
  async function withConfirmation(
    url: string,
    init: RequestInit,
    error: ServerError,
  ): Promise<Response | undefined> {
    const { wanted = ['password'] } = (error.details ?? {}) as { wanted?: ('password' | 'code')[] };
    // Strapi's form of the profile has asked for it already.
    const { currentPassword } = bodyOf(init);
    const fields = wanted
      .filter((name) => name !== 'password' || typeof currentPassword !== 'string')
      .map(field);
    for (let problem: string | undefined; ; ) {
      const typed = await ask({ text: say('platform.sign-in.confirm', locale()), problem, fields }, locale());
      if (!typed) return undefined;
      const answered = await plain(`${backendUrl()}/platform/confirmation`, {
        method: 'POST',
        credentials: 'include',
        headers: init.headers,
        body: JSON.stringify({ password: currentPassword, ...typed }),
      });
      if (answered.status === 401) return answered;
      if (answered.ok) {
        confirmation = ((await answered.json()) as { confirmation: string }).confirmation;
        return send(url, init);
      }
      const refusal = await refusalOf(answered);
      problem = refusal && translated(refusal.error, locale()).message;
      problem ??= say('platform.factor.failed', locale());
    }
  }

  /**
   * Signs in again, over the page whose session has ended, whoever was signed in on it; undefined where it is
   * given up, and where nobody was yet: then Strapi's own page for signing in comes.
   */
  async function signInAgain(): Promise<Response | undefined> {
    const email = emailOf(app);
    if (!email) return undefined;
    let fields = [field('password')];
    for (let problem: string | undefined; ; ) {
      const text = `${say('platform.sign-in.session-over', locale())} ${email}`;
      const typed = await ask({ text, problem, fields }, locale());
      if (!typed) return undefined;
      const answered = await plain(`${backendUrl()}/admin/login`, {
        method: 'POST',
        credentials: 'include',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ email, rememberMe: localStorage.getItem('jwtToken') !== null, ...typed }),
      });
      if (answered.ok) return answered;
      const refusal = await refusalOf(answered);
      if (refusal && CODE_NEEDED.includes(refusal.code)) fields = [field('password'), field('code')];
      problem = refusal && translated(refusal.error, locale()).message;
      problem ??= say('platform.factor.failed', locale());
    }
  }

  const field = (name: 'password' | 'code') => ({ name, label: say(`platform.sign-in.${name}`, locale()) });
}

/** A refusal of ours; undefined where the answer is another one. */
async function refusalOf(response: Response): Promise<Refusal | undefined> {
  if (response.ok) return undefined;
  const body = (await response
    .clone()
    .json()
    .catch(() => undefined)) as { error?: ServerError } | undefined;
  const code = body?.error?.details?.code;
  const ours = typeof code === 'string' && code.startsWith('platform.sign-in.');
  return ours && body?.error ? { error: body.error, code } : undefined;
}

/** Where the server is, without a slash at the end; Strapi's types leave it out. */
const backendUrl = () => (window.strapi as unknown as { readonly backendURL?: string }).backendURL ?? '';

function bodyOf({ body }: RequestInit): Readonly<Record<string, unknown>> {
  if (typeof body !== 'string') return {};
  try {
    return JSON.parse(body);
  } catch {
    return {};
  }
}

function leadToFactor(): void {
  const page = new URL('second-factor', `${window.location.origin}/admin/`);
  if (window.location.pathname !== page.pathname) window.location.assign(page);
}
