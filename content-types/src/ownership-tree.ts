/** What a node of the tree of owners can be. Only ministries and organisations stand at the top. */
export const ownerKinds = ['ministry', 'department', 'office', 'organisation'] as const;
export type OwnerKind = (typeof ownerKinds)[number];

/** Something that entries and people can belong to. */
export interface OwnerNode {
  /** What entries, files and memberships name it by; unique in the whole tree. */
  readonly code: string;
  readonly kind: OwnerKind;
  /** The code of what it is part of; null at the top. */
  readonly parent: string | null;
  /** Whether who belongs to it may do what their role may everywhere below it, too. */
  readonly delegatesBelow: boolean;
}

/** Nodes of which each hangs on the top; what does not is left out and named. */
export interface OwnershipTree {
  readonly nodes: ReadonlyMap<string, OwnerNode>;
  /** The codes right below a code. */
  readonly children: ReadonlyMap<string, readonly string[]>;
  /** Why a code is not in the tree, in words for who keeps it. */
  readonly problems: ReadonlyMap<string, string>;
}

/** What each kind can be part of. Organisations are not government: the two do not mix. */
const PARENTS: Readonly<Record<OwnerKind, readonly OwnerKind[]>> = {
  ministry: [],
  department: ['ministry', 'department'],
  office: ['ministry', 'department', 'office'],
  organisation: ['organisation'],
};
const WORDS: Readonly<Record<OwnerKind, string>> = {
  ministry: 'a ministry',
  department: 'a department',
  office: 'an office',
  organisation: 'an organisation',
};
const AT_THE_TOP: readonly OwnerKind[] = ['ministry', 'organisation'];

/**
 * Puts nodes together, in any order and of any depth. A code that is there twice, a parent that is not
 * there or of a wrong kind, and a circle leave out what they are about and all below it: nobody may act for it.
 */
export function ownershipTree(all: readonly OwnerNode[]): OwnershipTree {
  const known = new Map<string, OwnerNode>();
  const problems = new Map<string, string>();
  for (const node of all) {
    if (known.has(node.code)) problems.set(node.code, `there are two of the code “${node.code}”`);
    known.set(node.code, node);
  }
  const nodes = new Map<string, OwnerNode>();
  const judged = new Set<string>();
  for (const node of known.values()) {
    const path = new Map<string, OwnerNode>();
    let above: OwnerNode | undefined = node;
    while (above && !judged.has(above.code) && !path.has(above.code)) {
      path.set(above.code, above);
      above = known.get(above.parent ?? '');
    }
    const codes = [...path.keys()];
    const circle = above && path.has(above.code) ? codes.slice(codes.indexOf(above.code)) : [];
    // From the top down: what hangs on something that is left out is left out with it.
    for (const one of [...path.values()].reverse()) {
      judged.add(one.code);
      const problem = problems.get(one.code) ?? problemOf(one, { known, nodes, circle });
      if (problem === undefined) nodes.set(one.code, one);
      else problems.set(one.code, problem);
    }
  }
  const children = new Map<string, string[]>();
  for (const { code, parent } of nodes.values())
    if (parent !== null) children.set(parent, [...(children.get(parent) ?? []), code]);
  return { nodes, children, problems };
}

interface Judged {
  readonly known: ReadonlyMap<string, OwnerNode>;
  /** Those of them that are in the tree. */
  readonly nodes: ReadonlyMap<string, OwnerNode>;
  /** Codes that lead back to themselves. */
  readonly circle: readonly string[];
}

function problemOf({ code, kind, parent }: OwnerNode, { known, nodes, circle }: Judged): string | undefined {
  if (parent === null)
    return AT_THE_TOP.includes(kind) ? undefined : `“${code}” is ${WORDS[kind]} and part of nothing`;
  const above = known.get(parent);
  if (!above) return `“${code}” is part of “${parent}”, which does not exist`;
  if (circle.includes(code)) return `“${code}” would be part of itself, by way of “${parent}”`;
  if (!PARENTS[kind].includes(above.kind))
    return `“${code}” is ${WORDS[kind]} and cannot be part of “${parent}”, which is ${WORDS[above.kind]}`;
  return nodes.has(parent) ? undefined : `“${code}” is part of “${parent}”, which is not in the tree`;
}

/** A code and all that is below it; nothing for a code that is not in the tree. */
export function nodesWithin({ nodes, children }: OwnershipTree, code: string): string[] {
  const within = nodes.has(code) ? [code] : [];
  // The list grows while it is walked, so that no depth is too much.
  for (const one of within) within.push(...(children.get(one) ?? []));
  return within;
}

/** A code and all that it is part of, upwards; nothing for a code that is not in the tree. */
function nodesAbove({ nodes }: OwnershipTree, code: string): OwnerNode[] {
  const above: OwnerNode[] = [];
  for (let node = nodes.get(code); node; node = nodes.get(node.parent ?? '')) above.push(node);
  return above;
}

/** The ministry or organisation that a code is part of in the end; undefined for one that is not in the tree. */
export function topOf(tree: OwnershipTree, code: string): OwnerNode | undefined {
  return nodesAbove(tree, code).at(-1);
}

/** The codes that somebody may act for who belongs to these: each itself, and what is below where it delegates. */
export function scopeOf(memberships: readonly string[], tree: OwnershipTree): string[] {
  const scope = memberships.flatMap((code) =>
    tree.nodes.get(code)?.delegatesBelow ? nodesWithin(tree, code) : tree.nodes.has(code) ? [code] : [],
  );
  return [...new Set(scope)].sort();
}

/** The codes whose people may act for a code: the reverse of `scopeOf`. */
export function actingFor(code: string, tree: OwnershipTree): string[] {
  return nodesAbove(tree, code)
    .filter((node) => node.code === code || node.delegatesBelow)
    .map((node) => node.code);
}
