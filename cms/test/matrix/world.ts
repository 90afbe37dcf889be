import { allTypes, type ContentType, locales } from 'content-types';
import sharp from 'sharp';
import { create, createBasics, type Sample, type Session, samples, startCms, type TestCms } from '../cms.ts';
import { ask, type RawAnswer, type RawRequest } from './ask.ts';
import { Canaries, type Keeper } from './canaries.ts';
import { filled } from './fill.ts';
import type { Kind } from './table.ts';

/** Somebody who sends requests. */
export interface Person {
  readonly session?: Session;
  /** Planted words that they may see. */
  readonly sees: readonly Keeper[];
  send(request: RawRequest): Promise<RawAnswer>;
}

/** What requests name: B's, or copies of it for those whose requests may change something. */
export interface Target {
  /** Document ids by the name of the type. */
  readonly documents: Readonly<Record<string, string>>;
  readonly file: { readonly id: number; readonly documentId: string; readonly stored: string };
  /** B's number as a user. */
  readonly user: number;
}

/** A CMS where ministry food (B) and the moderators have drafts full of canaries. */
export interface World {
  readonly cms: TestCms;
  readonly canaries: Canaries;
  readonly people: Readonly<Record<Kind, Person>>;
  readonly target: Target;
  /** Plants as much again; nothing of it is live. */
  plantMore(): Promise<void>;
  /** One more of a kind; nobody is anonymous twice. */
  another(kind: Kind): Promise<Person>;
  /** One more editor, of any ministries. */
  editor(ministries: string[]): Promise<Person>;
  /** A new programme of B's, or the settings: in both languages without canaries, to be changed. */
  spare(type: 'programme' | 'site-settings', isLive: boolean): Promise<string>;
}

/** Boots a CMS and plants canaries through the admin's own routes, as B and as a moderator. */
export async function startWorld(): Promise<World> {
  const cms = await startCms();
  await createBasics(cms, ['msw', 'food', 'health']);
  const canaries = new Canaries();
  const signedIn = (session: Session, sees: readonly Keeper[]): Person => ({
    session,
    sees,
    send: (request) => askAs(cms, request, session.token),
  });
  const editor = async (ministries: string[]) =>
    signedIn(await cms.signIn('editor', ministries), ministries.includes('food') ? ['food'] : []);
  const makers: Record<Kind, () => Promise<Person>> = {
    anonymous: async () => ({ sees: [], send: (request) => ask(cms.url, request) }),
    builder: async () => ({ sees: [], send: (request) => askAs(cms, request, cms.exportToken) }),
    other: () => editor(['msw']),
    owner: () => editor(['food']),
    moderator: async () => signedIn(await cms.signIn('moderator'), ['food', 'moderators']),
  };
  const people = {
    anonymous: await makers.anonymous(),
    builder: await makers.builder(),
    other: await makers.other(),
    owner: await makers.owner(),
    moderator: await makers.moderator(),
  };
  return {
    cms,
    canaries,
    people,
    target: await plant(cms, canaries, people),
    async plantMore() {
      await plant(cms, canaries, people, true);
    },
    another: (kind) => makers[kind](),
    editor,
    spare: (type, isLive) =>
      both(cms, type, type === 'programme' ? samples.programme('Spare', 'food') : SETTINGS, isLive),
  };
}

const SETTINGS = { name: 'Site', tagline: 'Of all', hotlines: [], socialAccounts: [], nationalFigures: [] };

/** Writes a document in both languages as the system and publishes it if told; a single type's one and only. */
async function both(cms: TestCms, type: string, data: Sample, isLive: boolean): Promise<string> {
  const uid = `api::${type}.${type}`;
  const stored = type === 'site-settings' ? await cms.strapi.db.query(uid).findOne({}) : null;
  const { documentId } = stored ?? (await create(cms, type, data));
  const documents = cms.strapi.documents(uid as never);
  await cms.asSystem(async () => {
    for (const locale of locales) await documents.update({ documentId, locale, data: data as never });
    if (isLive) await documents.publish({ documentId, locale: '*' });
  });
  return documentId;
}

function askAs(cms: TestCms, request: RawRequest, token: string): Promise<RawAnswer> {
  return ask(cms.url, { ...request, headers: { authorization: `Bearer ${token}`, ...request.headers } });
}

async function nameAfterCanary(cms: TestCms, canaries: Canaries, { session }: Person): Promise<void> {
  const data = { lastname: canaries.word('food', 'the name of editor B') };
  await cms.strapi.db.query('admin::user').update({ where: { id: session?.userId }, data });
}

async function plant(
  cms: TestCms,
  canaries: Canaries,
  people: World['people'],
  draftsOnly = false,
): Promise<Target> {
  const { owner, moderator } = people;
  await nameAfterCanary(cms, canaries, owner);
  const file = await plantFile(canaries, owner);
  const documents: Record<string, string> = {};
  for (const type of allTypes) {
    const keeper = type.owner === undefined ? 'moderators' : 'food';
    const writer = keeper === 'food' ? owner : moderator;
    documents[type.name] = await plantDocument(cms, canaries, type, {
      keeper,
      writer,
      file: file.id,
      draftsOnly,
    });
  }
  await plantApproval(canaries, people, documents.story ?? '');
  return { documents, file, user: owner.session?.userId ?? 0 };
}

/** What some types need besides texts: a term its list, a story what it cannot be submitted without. */
const COMPLETED: Readonly<Record<string, Sample>> = {
  term: { vocabulary: 'story-kind' },
  story: { kind: 'news', date: '2018-09-27' },
};

interface Planting {
  readonly keeper: Keeper;
  readonly writer: Person;
  readonly file: number;
  readonly draftsOnly: boolean;
}

/** Writes a draft with canaries in both languages, over a live version where the sample knows one. */
async function plantDocument(
  cms: TestCms,
  canaries: Canaries,
  type: ContentType,
  { keeper, writer, file, draftsOnly }: Planting,
): Promise<string> {
  const kind = type.single ? 'single-types' : 'collection-types';
  const place = `/content-manager/${kind}/${type.uid}`;
  let documentId = await startOf(cms, type, draftsOnly);
  const sharedTexts = new Map<string, string>();
  for (const locale of locales) {
    const textOf = (path: string, shared: boolean) => {
      const known = shared ? sharedTexts.get(path) : undefined;
      const text = known ?? canaries.plant(keeper, `${path} ${locale}`, locale);
      if (shared) sharedTexts.set(path, text);
      return text;
    };
    const data = filled(type, textOf, file);
    const isNew = documentId === undefined || type.single === true;
    if (documentId === undefined && type.key !== undefined) {
      data[type.key] = canaries.word(keeper, `${type.name}.${type.key}`);
    }
    const answer = await writer.send({
      method: documentId === undefined && !type.single ? 'POST' : 'PUT',
      path: `${isNew ? place : `${place}/${documentId}`}?locale=${locale}`,
      body: { ...data, ...COMPLETED[type.name] },
    });
    if (answer.status >= 300) throw new Error(`Planting ${type.name}: ${answer.status} ${answer.text}`);
    documentId ??= (JSON.parse(answer.text) as { data: { documentId: string } }).data.documentId;
  }
  return documentId ?? '';
}

/** What is there before: B's portfolio, and a programme that is live; undefined for a new draft. */
async function startOf(
  cms: TestCms,
  { name, uid }: ContentType,
  draftsOnly: boolean,
): Promise<string | undefined> {
  if (name === 'ministry') {
    const { documentId } = await cms.strapi.db.query(uid as never).findOne({ where: { code: 'food' } });
    const english = { documentId, locale: 'en', data: samples.ministry('food') as never };
    await cms.asSystem(() => cms.strapi.documents(uid as never).update(english));
    return documentId;
  }
  if (name !== 'programme' || draftsOnly) return undefined;
  const { documentId } = await create(cms, name, samples.programme('Live rice', 'food'));
  await cms.asSystem(() => cms.strapi.documents(uid as never).publish({ documentId, locale: 'bn' }));
  return documentId;
}

/** Submits B's story in both languages with a note, and returns the Bengali with a comment. */
async function plantApproval(
  canaries: Canaries,
  { owner, moderator }: World['people'],
  document: string,
): Promise<void> {
  const place = `/platform/approval/entries/story/${document}`;
  const { text } = await owner.send({ method: 'GET', path: place });
  const { languages } = JSON.parse(text) as { languages: { language: string; digest: string }[] };
  const decide = async (who: Person, language: string, action: string, words: Sample) => {
    const { digest } = languages.find((one) => one.language === language) ?? {};
    const path = `${place}/${language}/${action}`;
    const answer = await who.send({ method: 'POST', path, body: { digest, ...words } });
    if (answer.status >= 300) throw new Error(`Planting ${action}: ${answer.status} ${answer.text}`);
  };
  for (const locale of locales) {
    await decide(owner, locale, 'submit', {
      note: canaries.plant('food', `the note of the story ${locale}`, locale),
    });
  }
  await decide(moderator, 'bn', 'return', {
    comment: canaries.plant('food', 'the comment on the story bn', 'bn'),
  });
}

async function plantFile(canaries: Canaries, writer: Person): Promise<Target['file']> {
  const picture = sharp({ create: { width: 8, height: 8, channels: 3, background: '#0b5d46' } });
  const form = new FormData();
  const name = canaries.word('food', 'the name of a file');
  form.append(
    'files',
    new Blob([new Uint8Array(await picture.png().toBuffer())], { type: 'image/png' }),
    `${name}.png`,
  );
  const info = {
    alternativeText: canaries.plant('food', 'the text alternative of a file', 'bn'),
    caption: canaries.plant('food', 'the caption of a file', 'en'),
  };
  form.append('fileInfo', JSON.stringify(info));
  const answer = await writer.send({ method: 'POST', path: '/upload', body: form });
  const [file] = JSON.parse(answer.text) as { id: number; documentId: string; hash: string; ext: string }[];
  if (!file) throw new Error(`Planting a file: ${answer.text}`);
  return { id: file.id, documentId: file.documentId, stored: `${file.hash}${file.ext}` };
}
