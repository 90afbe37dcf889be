import { allTypes } from 'content-types';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sideDoors } from './probes.ts';
import { type Person, startWorld, type World } from './world.ts';

/** What somebody gets at every side door, by address; what every moment changes left out. */
async function answersOf(person: Person): Promise<Record<string, string>> {
  const answers: Record<string, string> = {};
  for (const path of sideDoors(world.target)) {
    const { status, text } = await person.send({ method: 'GET', path });
    answers[path] = `${status} ${text.replaceAll(/\?expires=\d+&signature=[\w-]+/g, '')}`;
  }
  return answers;
}

let world: World;
let former: Person;
let before: Record<string, string>[];
let after: Record<string, string>[];
const nobodies = () => [world.people.other, former];

beforeAll(async () => {
  world = await startWorld();
  former = await world.editor([]);
  const memberships = world.cms.strapi.db.query('api::membership.membership');
  const user = former.session?.userId;
  await memberships.create({ data: { user, ministry: 'food', until: '2020-01-01' } });
  await memberships.create({ data: { user, ministry: 'food', from: '2999-01-01' } });
  await world.people.other.send({
    method: 'POST',
    path: '/content-manager/collection-types/api::programme.programme?locale=bn',
    body: { name: 'Own' },
  });
  before = [await answersOf(world.people.other), await answersOf(former)];
  await world.plantMore();
  after = [await answersOf(world.people.other), await answersOf(former)];
});
afterAll(() => world.cms.stop());

/** Types whose entries belong to ministries and have a name in addresses; B's programme is live, and its name public. */
const NAMED = allTypes.filter(
  ({ name, key, owner }) => name !== 'programme' && key !== undefined && owner !== undefined && owner !== key,
);

/** What saving answers, without what is new each time: numbers, ids, moments, and the name itself. */
function worded({ status, text }: { status: number; text: string }, name: string): string {
  const same = text
    .replaceAll(name, 'NAME')
    .replaceAll(/"(id|documentId|createdAt|updatedAt|localizations)":("[^"]*"|\d+|\[[^\]]*\])/g, '"$1":0');
  return `${status} ${same}`;
}

describe('a name that a draft of others has', () => {
  it.each(NAMED.map((type) => [type.name, type] as const))(
    'tells nothing when it is chosen for a %s',
    async (_name, type) => {
      const { key = 'slug', title, uid } = type;
      const [theirs] = await world.cms.strapi.db
        .query(uid as never)
        .findMany({ where: { documentId: world.target.documents[type.name] } });
      const save = async (data: Record<string, unknown>) =>
        world.people.other.send({
          method: 'POST',
          path: `/content-manager/collection-types/${uid}?locale=bn`,
          body: data,
        });
      const free = 'kanari9999z';
      const taken = String(theirs[key]);
      expect(worded(await save({ [title]: 'Own', [key]: taken }), taken)).toBe(
        worded(await save({ [title]: 'Own', [key]: free }), free),
      );
      // Made of a title it gets no number either, which would say how many there are.
      const theirTitle = await save({ [title]: `${taken} again`, [key]: '' });
      if (key === 'slug') expect(JSON.parse(theirTitle.text).data.slug).toBe(`${taken}-again`);
    },
  );
});

describe('filters, searches, sorting, populating, counts and pickers', () => {
  it.each([
    [0, 'an editor of another ministry'],
    [1, 'a former and future editor of this one'],
  ])('answer the same whether or not there are more drafts (%i: %s)', (index) => {
    expect(after[index]).toEqual(before[index]);
  });

  it('hold no canary', () => {
    const { canaries } = world;
    const leaks = nobodies().flatMap((_person, index) =>
      Object.entries(after[index] ?? {}).flatMap(([path, text]) =>
        canaries
          .leaks({ method: 'GET', path }, { status: 200, head: '', text })
          .map((leak) => `${path}: ${leak}`),
      ),
    );
    expect(leaks).toEqual([]);
  });

  it('show nothing of the inside where they are not understood', () => {
    const shown = after.flatMap((answers) =>
      Object.entries(answers).filter(([, text]) => /node_modules|\.js:\d|select /.test(text)),
    );
    expect(shown).toEqual([]);
  });

  it('find the drafts for their owner, so that the questions are good ones', async () => {
    const questions = sideDoors(world.target).slice(0, 12);
    const answers = await Promise.all(
      questions.map((path) => world.people.owner.send({ method: 'GET', path })),
    );
    expect(answers.filter(({ text }) => text.includes('kanari')).length).toBeGreaterThan(6);
  });
});
