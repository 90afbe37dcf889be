import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CLOSED_PARTS } from '../../src/server/strapi-routes/closed-routes.ts';
import type { RawRequest } from './ask.ts';
import { type Route, routesOf } from './routes.ts';
import { type Person, startWorld, type World } from './world.ts';

let world: World;
let place: string;
beforeAll(async () => {
  world = await startWorld();
  place = `/content-manager/collection-types/api::programme.programme/${world.target.documents.programme}`;
});
afterAll(() => world.cms.stop());

/** Other spellings of an address that some router or proxy might take for the same. */
function spellings(path: string): string[] {
  const [, first = '', ...rest] = path.split('/');
  const tail = rest.join('/');
  const encoded = `%${first.charCodeAt(0).toString(16)}${first.slice(1)}`;
  return [
    `//${first}/${tail}`,
    `/${first}//${tail}`,
    `/${first}/./${tail}`,
    `/x/../${first}/${tail}`,
    `/x/%2e%2e/${first}/${tail}`,
    `/x/..%2f${first}/${tail}`,
    `/${encoded}/${tail}`,
    `/%25${encoded.slice(1)}/${tail}`,
    `/${first.toUpperCase()}/${tail}`,
    `/${first}\\${tail}`,
    `/${first};x=1/${tail}`,
    `/${first}/${tail}/`,
    `/${first}/${tail}.`,
    `/${first}/${tail}.json`,
    `/${first}/${tail}%00`,
    `/${first}/${tail}%20`,
    `/${first}/${tail}%23`,
    `/${first}/${tail}%3flocale=bn`,
    `/admin/${first}/${tail}`,
    `/api/${first}/${tail}`,
    `http://127.0.0.1/${first}/${tail}`,
  ];
}

const leaksOf = async (person: Person, request: RawRequest): Promise<string[]> => {
  const answer = await person.send(request);
  const leaks = world.canaries.leaks(request, answer, person.sees);
  const problems = answer.status >= 500 || answer.status === 200 ? [String(answer.status)] : [];
  return [...leaks, ...problems].map((problem) => `${request.method} ${request.path}: ${problem}`);
};

describe('another spelling of an address', () => {
  it('leads nobody to what the plain one keeps from them', async () => {
    const { anonymous, other, builder } = world.people;
    const found: string[] = [];
    for (const path of spellings(place)) {
      for (const person of [anonymous, other])
        found.push(...(await leaksOf(person, { method: 'GET', path })));
    }
    for (const path of spellings('/api/export')) {
      found.push(...(await leaksOf(anonymous, { method: 'GET', path })));
      found.push(...(await leaksOf(other, { method: 'GET', path })));
    }
    const file = `/uploads/${world.target.file.stored}`;
    for (const path of [file, ...spellings(file)]) {
      for (const person of [anonymous, other, builder]) {
        found.push(...(await leaksOf(person, { method: 'GET', path })));
      }
    }
    expect(found).toEqual([]);
  });
});

describe('another method', () => {
  it('tells no more: HEAD and OPTIONS', async () => {
    for (const person of [world.people.anonymous, world.people.other]) {
      const head = await person.send({ method: 'HEAD', path: `${place}?locale=bn` });
      expect([401, 403, 404]).toContain(head.status);
      const options = await person.send({
        method: 'OPTIONS',
        path: place,
        headers: { origin: 'https://example.org', 'access-control-request-method': 'DELETE' },
      });
      expect(options.status).toBe(403);
      expect(options.head.toLowerCase()).not.toContain('access-control');
    }
  });

  it('cannot be put into a header, a query or a body', async () => {
    const { owner } = world.people;
    const headers = ['x-http-method-override', 'x-http-method', 'x-method-override'];
    for (const method of ['DELETE', 'PUT']) {
      for (const header of headers) {
        await owner.send({ method: 'GET', path: place, headers: { [header]: method } });
        await owner.send({ method: 'POST', path: place, headers: { [header]: method }, body: { name: 'X' } });
      }
      await owner.send({ method: 'GET', path: `${place}?_method=${method}` });
      await owner.send({ method: 'POST', path: place, body: { _method: method, name: 'X' } });
    }
    const { text } = await owner.send({ method: 'GET', path: `${place}?locale=bn` });
    expect(text).toContain('kanari');
  });
});

/** Values that are no id, nor anything else. */
const MALFORMED = [
  'x'.repeat(5000),
  '%00',
  '%27%20or%201=1--',
  '%7B%22$gt%22:%22%22%7D',
  '-1',
  '99999999999999999999999',
  '%E0%A6%95',
  '%F0%9F%98%80',
  '%',
  '..%2f..%2fcms.db',
  '__proto__',
  'null',
];

describe('a malformed parameter', () => {
  const withParameters = (route: Route) => route.method === 'GET' && route.path.includes('/:');

  it('is refused without a word about the inside', async () => {
    const found: string[] = [];
    for (const route of routesOf(world.cms).filter(withParameters)) {
      for (const value of MALFORMED) {
        const path = route.path.replaceAll(/:\w+/g, value);
        for (const person of [world.people.anonymous, world.people.other]) {
          const { status, text } = await person.send({ method: 'GET', path });
          const telling = /node_modules|\.js:\d|\n\s+at \w|select .* from |stack/i.test(text);
          if (status >= 500 || telling)
            found.push(`${route.name} with ${value.slice(0, 30)}: ${status} ${text}`);
        }
      }
    }
    expect(found).toEqual([]);
  });
});

describe('what this edition does not have', () => {
  it('is not there, not even for a super admin', async () => {
    const admin = await world.cms.signIn('strapi-super-admin');
    const found: string[] = [];
    for (const path of [
      '/admin/audit-logs',
      '/admin/providers',
      '/admin/review-workflows/workflows',
      '/review-workflows/workflows',
      '/content-releases',
      '/content-releases/settings',
      '/content-manager/history-versions',
      '/graphql',
      '/api/graphql',
      '/documentation',
      ...Object.keys(CLOSED_PARTS).flatMap((part) => [
        part,
        `${part}/1`,
        `${part}/1/trigger`,
        `${part}/runner/push`,
      ]),
      '/admin/webhooks/batch-delete',
      '/admin/transfer/tokens',
      '/admin/ai-token',
      '/content-type-builder/update-schema',
      '/email/test',
      '/api/upload/files',
      '/api/i18n/locales',
    ]) {
      for (const method of ['GET', 'POST', 'PUT', 'DELETE']) {
        const { status } = await admin.request(method, path, method === 'GET' ? undefined : {});
        // The public folder's route knows every address, for reading.
        if (status !== 404 && (status !== 405 || method === 'GET'))
          found.push(`${method} ${path}: ${status}`);
      }
    }
    expect(found).toEqual([]);
  });
});
