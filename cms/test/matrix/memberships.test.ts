import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RawAnswer, RawRequest } from './ask.ts';
import { requestsOf } from './requests.ts';
import { routesOf } from './routes.ts';
import { changedRows, storedRows } from './stored.ts';
import { type Person, startWorld, type World } from './world.ts';

const PROGRAMMES = '/content-manager/collection-types/api::programme.programme';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.cms.stop());

/** Everything that the routes about content say to somebody who asks for B's programme. */
async function answersTo(person: Person): Promise<[RawRequest, RawAnswer][]> {
  const answers: [RawRequest, RawAnswer][] = [];
  for (const route of routesOf(world.cms).filter(({ path }) => /:model|:type|upload/.test(path))) {
    for (const request of requestsOf(route, world.target, 'food', ['programme'])) {
      answers.push([request, await person.send(request)]);
    }
  }
  return answers;
}

const leaksTo = async (person: Person): Promise<string[]> =>
  (await answersTo(person)).flatMap(([request, answer]) =>
    world.canaries.leaks(request, answer, person.sees).map((leak) => `${request.path}: ${leak}`),
  );

const memberships = () => world.cms.strapi.db.query('api::membership.membership');
const read = (person: Person) =>
  person.send({ method: 'GET', path: `${PROGRAMMES}/${world.target.documents.programme}?locale=bn` });
const write = (person: Person, ministry?: string) =>
  person.send({ method: 'POST', path: `${PROGRAMMES}?locale=bn`, body: { name: 'Written', ministry } });

describe('an editor', () => {
  it.each([
    ['of no ministry', {}],
    ['whose membership ended', { ministry: 'food', until: '2020-01-01' }],
    ['whose membership has not begun', { ministry: 'food', from: '2999-01-01' }],
  ])('%s gets nothing of it and changes nothing', async (_who, membership) => {
    const person = await world.editor([]);
    if ('ministry' in membership) {
      await memberships().create({ data: { ...membership, user: person.session?.userId } });
    }
    const before = await storedRows(world.cms);
    expect(await leaksTo(person)).toEqual([]);
    expect(changedRows(before, await storedRows(world.cms))).toEqual([]);
    expect((await write(person)).status).toBe(403);
    expect((await write(person, 'food')).status).toBe(403);
  });

  it('of two other ministries gets nothing of it, and both of theirs', async () => {
    const person = await world.editor(['msw', 'health']);
    expect(await leaksTo(person)).toEqual([]);
    expect((await write(person, 'food')).status).toBe(403);
    const written = [await write(person, 'msw'), await write(person, 'health')];
    expect(written.map(({ status }) => status)).toEqual([201, 201]);
    const { text } = await person.send({ method: 'GET', path: `${PROGRAMMES}?locale=bn&sort=ministry:ASC` });
    const { results } = JSON.parse(text) as { results: { ministry: string }[] };
    expect(new Set(results.map(({ ministry }) => ministry))).toEqual(new Set(['msw', 'health']));
  });

  it('of this ministry and another reads this one’s', async () => {
    const person = await world.editor(['msw', 'food']);
    expect((await read(person)).text).toContain('kanari');
  });

  it('loses it at once when the membership ends while they are signed in', async () => {
    const person = await world.editor(['food']);
    expect((await read(person)).status).toBe(200);
    await memberships().update({ where: { user: person.session?.userId }, data: { until: '2020-01-01' } });
    expect((await read(person)).status).toBe(403);
    expect(await leaksTo({ ...person, sees: [] })).toEqual([]);
    expect((await read(world.people.owner)).status).toBe(200);
  });

  it('cannot make, widen or prolong a membership', async () => {
    const { other } = world.people;
    const place = '/content-manager/collection-types/api::membership.membership';
    const [{ documentId }] = await memberships().findMany({ where: { user: other.session?.userId } });
    const body = { ministry: 'food', user: { connect: [{ id: other.session?.userId }] } };
    const answers = [
      await other.send({ method: 'POST', path: place, body }),
      await other.send({ method: 'PUT', path: `${place}/${documentId}`, body }),
      await other.send({ method: 'GET', path: place }),
    ];
    expect(answers.map(({ status }) => status)).toEqual([403, 403, 403]);
  });
});
