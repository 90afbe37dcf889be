import { setTimeout as sleep } from 'node:timers/promises';
import sharp from 'sharp';

/** Somebody who can sign in. */
export interface LoadAccount {
  readonly role: string;
  readonly email: string;
  readonly password: string;
  readonly ministry: string | null;
}

/** What people share of a run. */
export interface LoadWorld {
  readonly url: string;
  readonly exportToken: string;
  readonly random: () => number;
  /** Milliseconds of rest between two actions, at most. */
  readonly pause: number;
  readonly ends: number;
  /** Counts what was done, and what was refused by its status. */
  readonly count: (action: string, status?: number) => void;
}

// biome-ignore lint/suspicious/noExplicitAny: answers of many shapes
type Body = any;

const STORIES = '/content-manager/collection-types/api::story.story';
/** Access tokens last for ten minutes. */
const SIGN_IN_EVERY = 8 * 60_000;
const WORDS = ['ভাতা', 'বয়স্ক', 'সভা', 'কর্মসূচি', 'allowance', 'minutes', 'story'];
/** Largest side of the pictures that are uploaded, in pixels. */
const PICTURE = { width: 480, height: 320 };

/** One person at work: signed in, doing one thing after the other until the run ends. */
export class LoadPerson {
  readonly account: LoadAccount;
  readonly world: LoadWorld;
  readonly #address: string;
  #token = '';
  #since = 0;

  constructor(account: LoadAccount, world: LoadWorld, number: number) {
    this.account = account;
    this.world = world;
    // Of a block kept for examples, RFC 5737: people sign in from places of their own.
    this.#address = `192.0.2.${number + 1}`;
  }

  /** @returns the parsed answer; undefined where it was refused */
  async ask(action: string, method: string, path: string, body?: unknown): Promise<Body> {
    if (Date.now() - this.#since > SIGN_IN_EVERY) await this.#signIn();
    const isForm = body instanceof FormData;
    const response = await fetch(this.world.url + path, {
      method,
      headers: {
        'x-forwarded-for': this.#address,
        authorization: `Bearer ${this.#token}`,
        ...(body !== undefined && !isForm && { 'content-type': 'application/json' }),
      },
      body: isForm ? body : body === undefined ? undefined : JSON.stringify(body),
    });
    const text = await response.text();
    this.world.count(action, response.status);
    if (!response.ok) return undefined;
    return response.headers.get('content-type')?.includes('json') ? JSON.parse(text) : text;
  }

  async #signIn(): Promise<void> {
    const { email, password } = this.account;
    const response = await fetch(`${this.world.url}/admin/login`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-forwarded-for': this.#address },
      body: JSON.stringify({ email, password }),
    });
    const answer = (await response.json()) as Body;
    this.world.count('sign in', response.status);
    if (!response.ok) throw new Error(`${email} cannot sign in: ${JSON.stringify(answer)}`);
    this.#token = answer.data.token;
    this.#since = Date.now();
  }

  /** The digest of a draft in Bengali as somebody sees it who looks at it now. */
  async digest(documentId: string): Promise<string | undefined> {
    const view = await this.ask('approval view', 'GET', `/platform/approval/entries/story/${documentId}`);
    return view?.languages?.find(({ language }: Body) => language === 'bn')?.digest;
  }

  pick<T>(from: readonly T[]): T | undefined {
    return from[Math.floor(this.world.random() * from.length)];
  }

  /** Does one of these after the other, each as often as its weight says. */
  async work(actions: readonly (readonly [number, () => Promise<void>])[]): Promise<void> {
    const sum = actions.reduce((all, [weight]) => all + weight, 0);
    const { random, pause, ends, count } = this.world;
    while (Date.now() < ends) {
      let left = random() * sum;
      const chosen = actions.find(([weight]) => {
        left -= weight;
        return left < 0;
      });
      await chosen?.[1]().catch((error) => {
        count(`failed: ${error}`);
        return sleep(1000);
      });
      await sleep(random() * pause);
    }
  }
}

/** An editor: looks, writes, uploads, previews and submits. */
export async function editor(account: LoadAccount, world: LoadWorld, number: number): Promise<void> {
  const me = new LoadPerson(account, world, number);
  const mine: string[] = [];
  const text = (words: number) =>
    Array.from({ length: words }, () => me.pick(WORDS)).join(' ') + Math.floor(world.random() * 1e6);
  const draft = () => ({
    title: `Load ${number} ${text(4)}`,
    ministry: account.ministry,
    kind: 'news',
    date: '2018-09-27',
    summary: text(20),
    body: [{ __component: 'body.text', content: [paragraph(text(300)), paragraph(text(200))] }],
  });
  const list = (more = '') =>
    me.ask('list', 'GET', `${STORIES}?page=1&pageSize=20&sort=title:ASC&locale=bn${more}`);
  await me.work([
    [4, async () => void (await list())],
    [3, async () => void (await list(`&_q=${encodeURIComponent(me.pick(WORDS) ?? '')}`))],
    [
      2,
      async () => {
        await me.ask('home', 'GET', '/platform/publication');
        await me.ask('home', 'GET', '/platform/approval/numbers?locale=bn');
        await me.ask('references', 'GET', '/platform/references/ministry?locale=bn');
      },
    ],
    [
      5,
      async () => {
        const id = me.pick(mine) ?? me.pick<Body>((await list())?.results ?? [])?.documentId;
        if (!id) return;
        await me.ask('open', 'GET', `${STORIES}/${id}?locale=bn`);
        await me.digest(id);
        await me.ask('entry status', 'GET', `/platform/publication/entries/story/${id}`);
        await me.ask('history', 'GET', `/platform/approval/entries/story/${id}/history`);
      },
    ],
    [
      2,
      async () => {
        const made = await me.ask('create', 'POST', `${STORIES}?locale=bn`, draft());
        if (made) mine.push(made.data.documentId);
        if (mine.length > 30) mine.shift();
      },
    ],
    [
      6,
      async () => {
        const id = me.pick(mine);
        if (id) await me.ask('save', 'PUT', `${STORIES}/${id}?locale=bn`, draft());
      },
    ],
    [
      1,
      async () => {
        const form = new FormData();
        const picture = await noise(world.random);
        form.append('files', new Blob([picture], { type: 'image/jpeg' }), `load-${number}.jpg`);
        await me.ask('upload', 'POST', '/upload', form);
        await me.ask('files', 'GET', '/upload/files?page=1&pageSize=20&sort=createdAt:DESC');
      },
    ],
    [
      2,
      async () => {
        const id = me.pick(mine);
        const digest = id && (await me.digest(id));
        if (digest) {
          await me.ask('submit', 'POST', `/platform/approval/entries/story/${id}/bn/submit`, { digest });
        }
      },
    ],
    [
      1,
      async () => {
        const id = me.pick(mine);
        const link = id && (await me.ask('preview link', 'POST', `/platform/preview/story/${id}/bn`, {}));
        if (link) await me.ask('preview', 'GET', new URL(link.url).pathname);
      },
    ],
  ]);
}

/** A moderator: goes through the queue, compares and decides. */
export async function moderator(account: LoadAccount, world: LoadWorld, number: number): Promise<void> {
  const me = new LoadPerson(account, world, number);
  await me.work([
    [
      4,
      async () => {
        const queue = await me.ask('queue', 'GET', '/platform/approval/queue?state=submitted&locale=bn');
        const entry = me.pick<Body>(queue?.entries ?? []);
        if (!entry) return;
        const { type, document, language } = entry;
        const where = `/platform/approval/entries/${type}/${document}`;
        await me.ask('changes', 'GET', `${where}/${language}/changes?locale=bn`);
        const digest = await me.digest(document);
        if (!digest) return;
        const decision = world.random() < 0.8 ? 'approve' : 'return';
        const said = { digest, ...(decision === 'return' && { comment: 'Mend it.' }) };
        await me.ask(decision, 'POST', `${where}/${language}/${decision}`, said);
      },
    ],
    [1, async () => void (await me.ask('status', 'GET', '/platform/publication/status'))],
    [1, async () => void (await me.ask('list', 'GET', `${STORIES}?page=1&pageSize=50&locale=bn`))],
  ]);
}

/** The builder as the CMS meets it: what has changed, and now and then everything. */
export async function reader({ url, exportToken, ends, count }: LoadWorld): Promise<void> {
  const headers = { authorization: `Bearer ${exportToken}` };
  let since = '';
  for (let turn = 0; Date.now() < ends; turn += 1) {
    const asked = since && turn % 30 !== 0 ? `?since=${encodeURIComponent(since)}` : '';
    try {
      const response = await fetch(`${url}/api/export${asked}`, { headers });
      const text = await response.text();
      count(asked ? 'export of changes' : 'whole export', response.status);
      if (response.ok) since = JSON.parse(text.slice(0, text.indexOf('\n'))).revision;
    } catch (error) {
      count(`failed: ${error}`);
    }
    await sleep(Math.min(5000, Math.max(0, ends - Date.now())));
  }
}

const paragraph = (text: string) => ({ type: 'paragraph', children: [{ type: 'text', text }] });

/** A picture that no two uploads share. */
async function noise(random: () => number): Promise<Uint8Array<ArrayBuffer>> {
  const { width, height } = PICTURE;
  const pixels = Buffer.alloc(width * height * 3);
  for (let index = 0; index < pixels.length; index += 1) pixels[index] = random() * 256;
  const jpeg = await sharp(pixels, { raw: { width, height, channels: 3 } })
    .jpeg({ quality: 60 })
    .toBuffer();
  return new Uint8Array(jpeg);
}
