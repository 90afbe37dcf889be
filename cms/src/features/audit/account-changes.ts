import { nameOf } from '../access';

/** What is compared of a row, and said of it. */
export type AccountFacts = Readonly<Record<string, unknown>>;

export interface AccountChange {
  readonly action: string;
  readonly ministry?: string;
  readonly details: AccountFacts;
}

// biome-ignore lint/suspicious/noExplicitAny: rows of the database, of a shape that Strapi's models say
type Row = any;

/** A kind of row that is watched. */
interface Subject {
  readonly populate: Record<string, unknown>;
  facts(row: Row): AccountFacts;
  /** What happened between two looks; none before means that it is new, none after that it is gone. */
  changes(before: AccountFacts | undefined, after: AccountFacts | undefined): AccountChange[];
}

const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);

/** A fact under this name is compared and never said. */
const said = ({ secret: _, ...facts }: AccountFacts): AccountFacts => facts;

/** The facts that differ, as they were and as they are. */
function differences(
  before: AccountFacts,
  after: AccountFacts,
): { from: AccountFacts; to: AccountFacts } | undefined {
  const names = Object.keys(after).filter((name) => !same(before[name], after[name]));
  if (names.length === 0) return undefined;
  const pick = (facts: AccountFacts) => said(Object.fromEntries(names.map((name) => [name, facts[name]])));
  return { from: pick(before), to: pick(after) };
}

/** Created, changed or deleted, with all that is known of it. */
function plainChanges(subject: string, changedWord = 'changed') {
  return (before: AccountFacts | undefined, after: AccountFacts | undefined): AccountChange[] => {
    const known = after ?? before;
    if (!known) return [];
    const ministry = typeof known.ministry === 'string' ? known.ministry : undefined;
    if (!before || !after) {
      return [{ action: `${subject}.${after ? 'created' : 'deleted'}`, ministry, details: said(known) }];
    }
    const changed = differences(before, after);
    if (!changed) return [];
    const { name, account } = known;
    return [{ action: `${subject}.${changedWord}`, ministry, details: { name, account, ...changed } }];
  };
}

const account: Subject = {
  populate: { roles: true },
  facts: (user) => ({
    name: nameOf(user),
    email: user.email,
    active: user.isActive === true,
    roles: (user.roles ?? []).map(({ code }: { code: string }) => code).sort(),
    secret: user.password,
  }),
  changes(before, after) {
    if (!before || !after) return plainChanges('account')(before, after);
    const { name, email, active, roles } = after;
    const changes: AccountChange[] = [];
    const changed = differences({ name: before.name, email: before.email }, { name, email });
    if (changed) changes.push({ action: 'account.changed', details: { name, ...changed } });
    if (before.active !== active) {
      changes.push({ action: active ? 'account.activated' : 'account.deactivated', details: { name } });
    }
    if (!same(before.roles, roles)) {
      changes.push({ action: 'role.changed', details: { name, from: before.roles, to: roles } });
    }
    if (before.secret !== after.secret) changes.push({ action: 'password.changed', details: { name } });
    return changes;
  },
};

const membership: Subject = {
  populate: { user: true },
  facts: ({ user, ministry, from, until, approver }) => ({
    account: user?.id ?? null,
    name: user ? nameOf(user) : null,
    ministry,
    from,
    until,
    approver: approver === true,
  }),
  changes: plainChanges('membership'),
};

const unit: Subject = {
  populate: {},
  facts: ({ code, kind, parent, delegatesBelow, nameBn, nameEn }) => ({
    name: code,
    ministry: code,
    unit: kind,
    partOf: parent,
    delegates: delegatesBelow === true,
    nameBn,
    nameEn,
  }),
  changes: plainChanges('organisation-unit'),
};

const role: Subject = {
  populate: {},
  facts: ({ name, code }) => ({ name, code }),
  changes: plainChanges('role', 'renamed'),
};

/** Tokens open the API as passwords open the admin. */
const token: Subject = {
  populate: {},
  facts: ({ name, type, expiresAt, accessKey }) => ({ name, type, expiresAt, secret: accessKey }),
  changes: plainChanges('token'),
};

/** All kinds of rows that are watched, by their models. */
export const subjects: Readonly<Record<string, Subject>> = {
  'admin::user': account,
  'api::membership.membership': membership,
  'api::organisation-unit.organisation-unit': unit,
  'admin::role': role,
  'admin::api-token': token,
  'admin::transfer-token': token,
};
