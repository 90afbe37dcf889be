import type { Core } from '@strapi/strapi';
import { errors } from '@strapi/utils';
import {
  allTypes,
  type ContentType,
  KEY_MAX,
  KEY_PATTERN,
  nodesWithin,
  type OwnershipTree,
  ownerKinds,
  topOf,
} from 'content-types';
import { z } from 'zod';
import { currentActor } from '../../kernel/actor';
import { uidOf } from '../../kernel/content/references';
import { forgetTree, readUnits, treeFrom, UNIT, type Unit } from './units';

const name = z.string().trim().min(1).max(250);
const code = z.string().max(KEY_MAX).regex(KEY_PATTERN);
const common = {
  code,
  parent: code.nullish().transform((parent) => parent ?? null),
  delegatesBelow: z.boolean().nullish(),
};
const unit = z.discriminatedUnion('kind', [
  z.object({ ...common, kind: z.literal('ministry'), parent: z.null().default(null) }),
  z.object({ ...common, kind: z.enum(ownerKinds).exclude(['ministry']), nameBn: name, nameEn: name }),
]);

interface Write {
  readonly params: { readonly where?: object; readonly data?: object };
}

/**
 * Keeps the tree of ministries and units whole, whichever code writes it: only super admins and the system
 * do, one unit at a time, and no write makes a circle, leaves something without what it is part of, or
 * gives what is live to another ministry without an approval.
 */
export function keepUnits(strapi: Core.Strapi): void {
  const check = ({ params }: Write) => checkWrite(strapi, params);
  const several = () => {
    throw new errors.PolicyError('Units are written one at a time.');
  };
  const forget = () => forgetTree(strapi);
  strapi.db.lifecycles.subscribe({
    models: [UNIT],
    beforeCreate: check,
    beforeUpdate: check,
    beforeDelete: check,
    beforeCreateMany: several,
    beforeUpdateMany: several,
    beforeDeleteMany: several,
    afterCreate: forget,
    afterUpdate: forget,
    afterDelete: forget,
  } as never);
}

/** @throws PolicyError, or a ValidationError that names what is wrong */
async function checkWrite(strapi: Core.Strapi, { where, data }: Write['params']): Promise<void> {
  const { kind } = currentActor(strapi);
  if (kind !== 'super-admin' && kind !== 'system') throw new errors.PolicyError('You may not do this.');
  const stored: Unit | null = where ? await strapi.db.query(UNIT).findOne({ where }) : null;
  if (where && !stored) return;
  const next = data && parse({ ...stored, ...data });
  if (stored && next && next.code !== stored.code)
    throw new errors.ValidationError(`code: “${stored.code}” cannot change: entries and people belong to it`);
  const { ministries, units } = await readUnits(strapi);
  if (next?.kind === 'ministry' && !ministries.includes(next.code))
    throw new errors.ValidationError(`code: there is no ministry “${next.code}”`);
  const others = units.filter(({ id }) => id !== stored?.id);
  const before = treeFrom(ministries, units);
  const after = treeFrom(ministries, next ? [...others, next] : others);
  const [problem] = [...after.problems].filter(
    ([about]) => about === next?.code || !before.problems.has(about),
  );
  if (problem) throw new errors.ValidationError(`parent: ${problem[1]}`);
  if (!stored || topOf(before, stored.code)?.code === topOf(after, stored.code)?.code) return;
  if (await anyLive(strapi, nodesWithin(before, stored.code)))
    throw new errors.ValidationError(
      `parent: entries of “${stored.code}” are live, which only an approval moves to another ministry`,
    );
}

function parse(data: object): Unit {
  const { success, data: read, error } = unit.safeParse(data);
  if (success)
    return { id: 0, nameBn: null, nameEn: null, ...read, delegatesBelow: read.delegatesBelow === true };
  const problems = error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
  throw new errors.ValidationError(problems.join('; '));
}

/**
 * Does something that may take an entry away, in the transaction that is open.
 * @throws PolicyError for a ministry that departments or offices are part of: nobody could act for them any more
 */
export async function keepWhatIsPart<T>(
  strapi: Core.Strapi,
  { owner, key }: ContentType,
  work: () => Promise<T>,
): Promise<T> {
  if (owner === undefined || owner !== key) return work();
  const before = await storedTree(strapi);
  const result = await work();
  const [problem] = newProblems(before, await storedTree(strapi));
  if (problem !== undefined) throw new errors.PolicyError(`It cannot go: ${problem}.`);
  return result;
}

async function storedTree(strapi: Core.Strapi): Promise<OwnershipTree> {
  const { ministries, units } = await readUnits(strapi);
  return treeFrom(ministries, units);
}

/** What a change of the tree has broken. */
function newProblems(before: OwnershipTree, after: OwnershipTree): string[] {
  return [...after.problems].flatMap(([code, problem]) => (before.problems.has(code) ? [] : [problem]));
}

/** Whether anything that belongs to one of these is live. */
async function anyLive(strapi: Core.Strapi, codes: readonly string[]): Promise<boolean> {
  for (const type of allTypes) {
    if (type.owner === undefined) continue;
    const where = { [type.owner]: { $in: [...codes] }, publishedAt: { $notNull: true } };
    if ((await strapi.db.query(uidOf(type)).count({ where })) > 0) return true;
  }
  return false;
}
