import type { Core } from '@strapi/strapi';
import {
  nodesWithin,
  type OwnerKind,
  type OwnerNode,
  type OwnershipTree,
  ownershipTree,
  topOf,
  types,
} from 'content-types';
import { uidOf } from '../../kernel/content/references';

export const UNIT = 'api::organisation-unit.organisation-unit';

/**
 * A stored department, office or organisation. A row of the kind `ministry` says of a ministry, which is
 * content, only whether it delegates.
 */
export interface Unit {
  readonly id: number;
  readonly code: string;
  readonly kind: OwnerKind;
  readonly parent: string | null;
  readonly delegatesBelow: boolean | null;
  readonly nameBn: string | null;
  readonly nameEn: string | null;
}

/** The codes of the ministries that are stored, and all units. */
export async function readUnits(
  strapi: Core.Strapi,
): Promise<{ readonly ministries: readonly string[]; readonly units: readonly Unit[] }> {
  const rows = await strapi.db.query(uidOf(types.ministry)).findMany({ select: ['code'] });
  const codes: unknown[] = rows.map(({ code }) => code);
  const ministries = codes.filter((code): code is string => typeof code === 'string' && code !== '');
  return { ministries: [...new Set(ministries)], units: await strapi.db.query(UNIT).findMany() };
}

/** The tree that ministries and units make. What is above a ministry, and a ministry that is not stored, counts for nothing. */
export function treeFrom(ministries: readonly string[], units: readonly Unit[]): OwnershipTree {
  const delegating = new Set(
    units.filter(({ kind, delegatesBelow }) => kind === 'ministry' && delegatesBelow).map(({ code }) => code),
  );
  const tops = ministries.map((code): OwnerNode => {
    return { code, kind: 'ministry', parent: null, delegatesBelow: delegating.has(code) };
  });
  const others = units
    .filter(({ kind }) => kind !== 'ministry')
    .map(({ code, kind, parent, delegatesBelow }): OwnerNode => {
      return { code, kind, parent, delegatesBelow: delegatesBelow === true };
    });
  return ownershipTree([...tops, ...others]);
}

/** The tree of each request, which is asked for many times in it. */
const trees = new WeakMap<object, Promise<OwnershipTree>>();
/** What the log was told of last. */
let told = '';

/** The tree of ministries and units as it is stored now. */
export function treeOf(strapi: Core.Strapi): Promise<OwnershipTree> {
  const request = strapi.requestContext.get();
  const known = request && trees.get(request);
  if (known) return known;
  const tree = readTree(strapi);
  if (!request) return tree;
  trees.set(request, tree);
  tree.catch(() => trees.delete(request));
  return tree;
}

/** Lets the rest of the request see that the tree was changed. */
export function forgetTree(strapi: Core.Strapi): void {
  const request = strapi.requestContext.get();
  if (request) trees.delete(request);
}

async function readTree(strapi: Core.Strapi): Promise<OwnershipTree> {
  const { ministries, units } = await readUnits(strapi);
  const tree = treeFrom(ministries, units);
  const problems = [...tree.problems.values()].join('; ');
  // It can come about where a ministry was deleted that had departments.
  if (problems !== told && problems !== '') strapi.log.error(`Nobody may act for these: ${problems}.`);
  told = problems;
  return tree;
}

/** A code and all below it, for counting and narrowing; the code alone where it is not in the tree. */
export async function codesWithin(strapi: Core.Strapi, code: string): Promise<string[]> {
  const within = nodesWithin(await treeOf(strapi), code);
  return within.length > 0 ? within : [code];
}

/** The code of the ministry or organisation that something is counted with; its own where it is not in the tree. */
export async function topCode(strapi: Core.Strapi, code: string): Promise<string> {
  return topOf(await treeOf(strapi), code)?.code ?? code;
}

/** Whether a code is one of a unit, and no ministry can have it. */
export async function isUnitCode(strapi: Core.Strapi, code: string): Promise<boolean> {
  return (await strapi.db.query(UNIT).count({ where: { code, kind: { $ne: 'ministry' } } })) > 0;
}
