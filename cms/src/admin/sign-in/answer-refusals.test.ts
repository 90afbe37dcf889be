// @vitest-environment happy-dom
// @vitest-environment-options { "url": "http://127.0.0.1/admin/" }
import { afterEach, beforeEach, expect, it } from 'vitest';
import { answerRefusals } from './answer-refusals';

/** What the panel's requests meet: a server of ours that refuses until something more is said. */

const { fetch: real } = window;
interface Sent {
  readonly url: string;
  readonly headers: Headers;
  readonly body: Record<string, unknown>;
}
let sent: Sent[];
let server: (request: Sent) => Response;

const refused = (code: string, status = 400, details: object = {}) =>
  Response.json({ data: null, error: { message: code, details: { code, ...details } } }, { status });
const fine = (body: object = {}) => Response.json(body);

beforeEach(() => {
  sent = [];
  Object.assign(window, { strapi: {} });
  localStorage.setItem('strapi-admin-language', 'en');
  window.fetch = async (input, init) => {
    const request: Sent = {
      url: String(input),
      headers: new Headers(init?.headers),
      body: typeof init?.body === 'string' ? JSON.parse(init.body) : {},
    };
    sent.push(request);
    return server(request);
  };
  answerRefusals({ store: undefined } as unknown as Parameters<typeof answerRefusals>[0]);
});
afterEach(() => {
  window.fetch = real;
  document.body.replaceChildren();
});

const post = (path: string, body: object = {}) =>
  window.fetch(path, { method: 'POST', body: JSON.stringify(body) });

/** Waits for a dialog, fills it in and goes on or gives up. */
async function answer(typed: Record<string, string> | undefined): Promise<string> {
  await expect.poll(() => document.querySelector('dialog')).not.toBeNull();
  const dialog = document.querySelector('dialog') ?? expect.unreachable();
  const said = dialog.textContent ?? '';
  for (const [name, value] of Object.entries(typed ?? {})) {
    (dialog.querySelector(`input[name=${name}]`) as HTMLInputElement).value = value;
  }
  dialog.close(typed ? 'continue' : 'cancel');
  return said;
}

it('asks for the code of the second factor and sends the same sign-in again with it', async () => {
  server = ({ body }) =>
    body.code === '123456' ? fine({ token: 'x' }) : refused('platform.sign-in.code-needed');
  const signedIn = post('/admin/login', { email: 'a@example.org', password: 'p' });
  await answer({ code: '000000' });
  await answer({ code: '123456' });
  expect((await signedIn).status).toBe(200);
  expect(sent.map(({ body }) => body.code)).toEqual([undefined, '000000', '123456']);
  expect(sent.at(-1)?.body).toMatchObject({ email: 'a@example.org', password: 'p' });
});

it('answers with the refusal, in the panel’s words, where the code is given up', async () => {
  server = () => refused('platform.sign-in.code-needed');
  const signedIn = post('/admin/login', {});
  await answer(undefined);
  const response = await signedIn;
  const { error } = (await response.json()) as { error: { message: string } };
  expect(response.status).toBe(400);
  expect(error.message).not.toBe('platform.sign-in.code-needed');
});

it('asks who it is before an account is changed, once, and confirms what follows without asking', async () => {
  server = ({ url, headers, body }) => {
    if (url.endsWith('/platform/confirmation')) {
      return body.password === 'right'
        ? fine({ confirmation: 'seal' })
        : refused('platform.sign-in.confirm-wrong');
    }
    return headers.get('x-confirmation') === 'seal' ? fine() : refused('platform.sign-in.confirm-needed');
  };
  const changed = post('/admin/users/1', { email: 'b@example.org' });
  await answer({ password: 'wrong' });
  await answer({ password: 'right' });
  expect((await changed).status).toBe(200);
  expect((await post('/admin/users/2')).status).toBe(200);
  expect(sent.filter(({ url }) => url.endsWith('/platform/confirmation'))).toHaveLength(2);
});

it('leaves other refusals and other hosts as they are', async () => {
  server = () => Response.json({ error: { message: 'Not found' } }, { status: 404 });
  expect(await (await post('/admin/nothing')).json()).toEqual({ error: { message: 'Not found' } });
  await window.fetch('https://elsewhere.example.org/');
  expect(sent.at(-1)?.headers.get('x-confirmation')).toBeNull();
  expect(document.querySelector('dialog')).toBeNull();
});
