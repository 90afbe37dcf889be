import { describe, expect, it } from 'vitest';
import { actingFor, nodesWithin, type OwnerNode, ownershipTree, scopeOf, topOf } from './index.ts';

const node = (
  code: string,
  kind: OwnerNode['kind'],
  parent: string | null = null,
  delegatesBelow = false,
): OwnerNode => ({ code, kind, parent, delegatesBelow });

/** Two ministries, one that delegates, and organisations beside them. */
const NODES = [
  node('msw', 'ministry', null, true),
  node('dss', 'department', 'msw'),
  node('dss-kurigram', 'office', 'dss'),
  node('food', 'ministry'),
  node('dgf', 'department', 'food', true),
  node('dgf-south', 'department', 'dgf'),
  node('dgf-barisal', 'office', 'dgf-south'),
  node('ngo', 'organisation', null, true),
  node('ngo-branch', 'organisation', 'ngo'),
];
const tree = ownershipTree(NODES);

describe('the tree of owners', () => {
  it.each([
    ['msw', ['msw', 'dss', 'dss-kurigram']],
    ['dgf', ['dgf', 'dgf-south', 'dgf-barisal']],
    ['dgf-barisal', ['dgf-barisal']],
    ['ngo', ['ngo', 'ngo-branch']],
    ['nothing', []],
  ])('has within %s %j', (code, within) => {
    expect(nodesWithin(tree, code)).toEqual(within);
  });

  it.each([
    ['its own where it does not delegate', ['food'], ['food']],
    ['all below where it delegates', ['msw'], ['dss', 'dss-kurigram', 'msw']],
    ['all below a department that delegates', ['dgf'], ['dgf', 'dgf-barisal', 'dgf-south']],
    ['one office', ['dss-kurigram'], ['dss-kurigram']],
    ['all of several', ['dss', 'food', 'dss'], ['dss', 'food']],
    ['an organisation and its branch, and no ministry', ['ngo'], ['ngo', 'ngo-branch']],
    ['nothing that is not in the tree', ['nothing', 'food'], ['food']],
    ['nothing without a membership', [], []],
  ])('lets a person act for %s', (_what, memberships, scope) => {
    expect(scopeOf(memberships, tree)).toEqual(scope);
  });

  it.each([
    ['dss-kurigram', ['dss-kurigram', 'msw']],
    ['dgf-barisal', ['dgf-barisal', 'dgf']],
    ['food', ['food']],
    ['nothing', []],
  ])('says whose people act for %s', (code, acting) => {
    expect(actingFor(code, tree)).toEqual(acting);
  });

  it.each([
    ['dgf-barisal', 'food', 'ministry'],
    ['msw', 'msw', 'ministry'],
    ['ngo-branch', 'ngo', 'organisation'],
  ])('counts %s with %s', (code, top, kind) => {
    expect(topOf(tree, code)).toMatchObject({ code: top, kind });
  });

  it('counts what is not in it with nobody', () => {
    expect(topOf(tree, 'nothing')).toBeUndefined();
  });
});

describe('a tree of owners', () => {
  it.each<[string, OwnerNode[], Record<string, string>]>([
    [
      'a parent that is not there, and all below',
      [node('dss', 'department', 'gone'), node('dss-1', 'office', 'dss')],
      {
        dss: '“dss” is part of “gone”, which does not exist',
        'dss-1': '“dss-1” is part of “dss”, which is not in the tree',
      },
    ],
    [
      'a circle, and what hangs on it',
      [node('a', 'department', 'b'), node('b', 'department', 'a'), node('c', 'office', 'b')],
      {
        a: '“a” would be part of itself, by way of “b”',
        b: '“b” would be part of itself, by way of “a”',
        c: '“c” is part of “b”, which is not in the tree',
      },
    ],
    [
      'what is part of itself',
      [node('a', 'organisation', 'a')],
      { a: '“a” would be part of itself, by way of “a”' },
    ],
    [
      'a code that is there twice',
      [node('msw', 'ministry'), node('msw', 'department', 'food')],
      { msw: 'there are two of the code “msw”' },
    ],
    [
      'an office of nothing',
      [node('office', 'office')],
      { office: '“office” is an office and part of nothing' },
    ],
    [
      'a department of an organisation',
      [node('ngo', 'organisation'), node('dss', 'department', 'ngo')],
      { dss: '“dss” is a department and cannot be part of “ngo”, which is an organisation' },
    ],
    [
      'an organisation within a ministry',
      [node('ngo', 'organisation', 'msw')],
      { ngo: '“ngo” is an organisation and cannot be part of “msw”, which is a ministry' },
    ],
    [
      'a ministry within another',
      [node('division', 'ministry', 'msw')],
      { division: '“division” is a ministry and cannot be part of “msw”, which is a ministry' },
    ],
  ])('leaves out %s', (_what, wrong, problems) => {
    const made = ownershipTree([...wrong, node('msw', 'ministry'), node('food', 'ministry')].slice());
    const named = Object.fromEntries(made.problems);
    expect(named).toEqual(problems);
    for (const code of Object.keys(problems)) {
      expect(nodesWithin(made, code)).toEqual([]);
      expect(scopeOf([code], made)).toEqual([]);
      expect(actingFor(code, made)).toEqual([]);
    }
    expect(scopeOf(['food'], made)).toEqual(['food']);
  });

  it('takes any depth', () => {
    const deep = Array.from({ length: 20_000 }, (_, i) => node(`d${i}`, 'department', `d${i + 1}`));
    const made = ownershipTree([...deep, node('d20000', 'ministry', null, true)]);
    expect(made.problems.size).toBe(0);
    expect(scopeOf(['d20000'], made)).toHaveLength(20_001);
    expect(topOf(made, 'd0')?.code).toBe('d20000');
  });
});

/** Numbers that look random and are the same in each run (a linear congruential generator). */
function numbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((state / 2_147_483_648) * below);
  };
}

/** A forest of one to six levels below each ministry, in no order. */
function randomNodes(seed: number): OwnerNode[] {
  const pick = numbers(seed);
  const all: OwnerNode[] = [];
  for (let top = 0; top < 3; top += 1) {
    let level = [node(`m${top}`, 'ministry', null, pick(2) === 0)];
    const depth = 1 + pick(6);
    for (let down = 1; level.length > 0; down += 1) {
      all.push(...level);
      if (down > depth) break;
      level = level.flatMap(({ code }) =>
        Array.from({ length: pick(4) }, (_, i) =>
          node(`${code}-${i}`, down === depth ? 'office' : 'department', code, pick(3) === 0),
        ),
      );
    }
  }
  return all
    .map((one) => ({ one, at: pick(1_000_000) }))
    .sort((a, b) => a.at - b.at)
    .map(({ one }) => one);
}

const RANDOM = Array.from({ length: 200 }, (_, seed) => {
  const all = randomNodes(seed);
  return { seed, all, made: ownershipTree(all) };
});
/** Codes tell where a node stands: `m1-0-2` is below `m1-0`. */
const isBelow = (code: string, above: string) => code.startsWith(`${above}-`);
const codesOf = (nodes: readonly OwnerNode[]) => nodes.map(({ code }) => code).sort();

describe('any tree', () => {
  it('is whole whatever the order', () => {
    for (const { seed, all, made } of RANDOM) {
      expect([...made.problems], `seed ${seed}`).toEqual([]);
      expect(made.nodes.size, `seed ${seed}`).toBe(all.length);
    }
  });

  it('has each node within exactly what is above it', () => {
    for (const { seed, all, made } of RANDOM) {
      for (const { code } of all) {
        const within = all.filter((one) => one.code === code || isBelow(one.code, code));
        expect(nodesWithin(made, code).sort(), `seed ${seed}`).toEqual(codesOf(within));
        expect(topOf(made, code)?.code, `seed ${seed}`).toBe(code.split('-')[0]);
      }
    }
  });

  it('lets nobody act above, beside, or below where it was not delegated', () => {
    for (const { seed, all, made } of RANDOM) {
      for (const member of all) {
        const allowed = all.filter(
          ({ code }) => code === member.code || (member.delegatesBelow && isBelow(code, member.code)),
        );
        expect(scopeOf([member.code], made), `seed ${seed}`).toEqual(codesOf(allowed));
      }
    }
  });

  it('says of each node whose people act for it as their scopes do', () => {
    for (const { seed, all, made } of RANDOM) {
      const scopes = all.map((member) => ({ member, scope: new Set(scopeOf([member.code], made)) }));
      for (const { code } of all) {
        const acting = scopes.filter(({ scope }) => scope.has(code)).map(({ member }) => member);
        expect(actingFor(code, made).sort(), `seed ${seed}`).toEqual(codesOf(acting));
      }
    }
  });

  it('lets nobody act for a node that is taken out, nor for anything below it', () => {
    for (const { seed, all } of RANDOM) {
      const gone = all.find(({ parent }) => parent !== null);
      const rest = ownershipTree(all.filter((one) => one !== gone));
      const lost = all.filter(({ code }) => gone && (code === gone.code || isBelow(code, gone.code)));
      for (const { code } of lost) expect(actingFor(code, rest), `seed ${seed}`).toEqual([]);
      expect(rest.nodes.size, `seed ${seed}`).toBe(all.length - lost.length);
    }
  });
});
