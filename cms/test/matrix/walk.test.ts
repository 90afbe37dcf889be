import { allTypes, locales } from 'content-types';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RawAnswer, RawRequest } from './ask.ts';
import { type Keeper, words } from './canaries.ts';
import { ALL_TYPES, isAboutContent, requestsOf } from './requests.ts';
import { type Route, routesOf } from './routes.ts';
import { changedRows, type Stored, storedRows } from './stored.ts';
import { type Kind, table } from './table.ts';
import { startWorld, type World } from './world.ts';

/** Answers to somebody who may not; everything else means that a handler took the request. */
const REFUSALS = [401, 403, 404, 405];

let world: World;
let routes: Route[];
let before: Stored;
beforeAll(async () => {
  world = await startWorld();
  routes = routesOf(world.cms);
  before = await storedRows(world.cms);
});
afterAll(() => world.cms.stop());

/** What one sender got of one route. */
interface Visit {
  readonly route: Route;
  readonly reached: boolean;
  readonly failed: string[];
  readonly leaks: string[];
}

async function walk(kind: Kind): Promise<Visit[]> {
  const visits: Visit[] = [];
  for (const route of routes) visits.push(await visit(kind, route));
  return visits;
}

async function visit(kind: Kind, route: Route): Promise<Visit> {
  // Whoever ends a session should not end the one that walks on.
  const person = /logout|users\/me/.test(route.name) ? await world.another(kind) : world.people[kind];
  const answers: [RawRequest, RawAnswer][] = [];
  for (const request of await requestsAs(kind, route)) answers.push([request, await person.send(request)]);
  const about = ({ method, path }: RawRequest, told: string) => `${kind}: ${method} ${path}: ${told}`;
  return {
    route,
    reached: answers.some(([, { status }]) => !REFUSALS.includes(status)),
    failed: answers.flatMap(([sent, { status }]) => (status >= 500 ? [about(sent, String(status))] : [])),
    leaks: answers.flatMap(([sent, answer]) =>
      world.canaries.leaks(sent, answer, person.sees).map((leak) => about(sent, leak)),
    ),
  };
}

/** Reads ask for every type; of the writes, which pass the same gate, each asks for every third. */
function typesFor({ method, name }: Route): readonly string[] {
  return method === 'GET' ? ALL_TYPES : ALL_TYPES.filter((_type, index) => (index + name.length) % 3 === 0);
}

/** Those who may change B's drafts get drafts without canaries to change. */
async function requestsAs(kind: Kind, route: Route): Promise<RawRequest[]> {
  const { target } = world;
  if (kind === 'other') return requestsOf(route, target, 'msw', typesFor(route));
  if (kind === 'anonymous' || kind === 'builder' || route.method === 'GET') {
    return requestsOf(route, target, 'food', ['programme', 'site-settings']);
  }
  const type = route.path.includes('single-types') ? 'site-settings' : 'programme';
  if (!isAboutContent(route.path)) return requestsOf(route, target, 'food', [type]);
  // What is live cannot be deleted by an editor, and what is not cannot be taken down.
  const document = await world.spare(type, !/delete/i.test(route.name));
  return requestsOf(route, { ...target, documents: { [type]: document } }, 'food', [type]);
}

const expected = (kind: Kind) => table.filter(({ who }) => who.includes(kind)).flatMap((row) => row.routes);

describe('the table', () => {
  it('names every route of the running server once, and no other', () => {
    const named = table.flatMap((row) => row.routes);
    const undecided = routes.map(({ name }) => name).filter((name) => !named.includes(name));
    const gone = named.filter((name) => !routes.some((route) => route.name === name));
    expect(undecided, 'new routes: decide in table.ts who may ask each').toEqual([]);
    expect(gone, 'routes in table.ts that the server does not have').toEqual([]);
    expect(named).toHaveLength(new Set(named).size);
  });
});

// In this order: those who must change nothing come first.
/** Requests by which B and the moderators read all of their drafts. */
function* readings(): Generator<RawRequest> {
  for (const { name, uid, single } of allTypes) {
    const kind = single ? `single-types/${uid}` : `collection-types/${uid}/${world.target.documents[name]}`;
    for (const locale of locales) yield { method: 'GET', path: `/content-manager/${kind}?locale=${locale}` };
  }
  yield { method: 'GET', path: '/upload/files' };
  yield { method: 'GET', path: `/platform/approval/entries/story/${world.target.documents.story}/history` };
}

describe('the canaries', () => {
  it.each<[Keeper, Kind]>([
    ['food', 'owner'],
    ['moderators', 'moderator'],
  ])('of %s are all found by the %s, so that the search works', async (keeper, kind) => {
    const found = new Set<string>();
    for (const request of readings()) {
      for (const word of words(await world.people[kind].send(request))) found.add(word);
    }
    const missed = [...world.canaries.of(keeper)].filter(([word]) => !found.has(word));
    expect(missed).toEqual([]);
  });

  it('go by e-mail to their keepers alone', async () => {
    const { owner, moderator } = world.people;
    const ids = [owner, moderator].map(({ session }) => session?.userId);
    const keepers = await world.cms.strapi.db.query('admin::user').findMany({ where: { id: { $in: ids } } });
    const mails = await world.cms.strapi.db.query('api::mail.message').findMany();
    const telling = mails.filter(
      (mail) => words({ status: 0, head: '', text: JSON.stringify(mail) }).length > 0,
    );
    expect(telling).not.toEqual([]);
    const strangers = telling.filter(({ to }) => !keepers.some(({ email }) => email === to));
    expect(strangers).toEqual([]);
  });
});

describe.each<Kind>(['anonymous', 'builder', 'other', 'owner', 'moderator'])('%s', (kind) => {
  let visits: Visit[];
  let after: Stored;
  beforeAll(async () => {
    visits = await walk(kind);
    after = await storedRows(world.cms);
  });

  it('gets through where table.ts lets them, and nowhere else', () => {
    const reached = visits.filter((one) => one.reached).map(({ route }) => route.name);
    expect(reached.toSorted()).toEqual(expected(kind).toSorted());
  });

  it('is told nothing of drafts that are not theirs to see', () => {
    expect(visits.flatMap(({ leaks }) => leaks)).toEqual([]);
  });

  it('makes no handler fail', () => {
    expect(visits.flatMap(({ failed }) => failed)).toEqual([]);
  });

  if (kind === 'owner' || kind === 'moderator') return;
  it('changes nothing that was there before', () => {
    expect(changedRows(before, after)).toEqual([]);
  });
});
