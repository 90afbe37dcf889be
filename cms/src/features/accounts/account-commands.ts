import { parseArgs } from 'node:util';
import type { Core } from '@strapi/strapi';
import { runAsSystem } from '../../kernel/actor';
import { ROLES } from '../../kernel/roles';
import { nameOf } from '../access';
import { asOperator, recordEvent } from '../audit';
import { isAddress, moment, queueMail } from '../mail';
import { withdrawOffer } from './links/first-admin';
import { type Invited, invite, inviteAgain, isInvited } from './links/invitations';
import { mailResetLink } from './links/links';
import { operatorMail } from './mail/operator-mail';
import { removeFactor } from './second-factor/factors';

interface Account extends Invited {
  readonly isActive: boolean;
  readonly roles: readonly { readonly id: number; readonly name: string; readonly code: string }[];
}
type Step = (strapi: Core.Strapi, account: Account) => Promise<string>;
/** What somebody opens to get in, and when that ends. */
type Opened = { readonly link: string; readonly until: Date };

/** What an operator can change of an account on the machine itself, when nobody can in the admin. */
const STEPS = {
  'reset-factor': async (strapi, account) => {
    const details = { account: account.id, name: nameOf(account), email: account.email };
    const was = await removeFactor(strapi, account.id);
    if (!was) throw new Error(`${account.email} has no second factor.`);
    await recordEvent(strapi, { action: 'second-factor.switched-off', actor: { kind: 'system' }, details });
    return 'is asked for no code any more, and is signed out everywhere';
  },
  off: async (strapi, account) => {
    if (!account.isActive) throw new Error(`${account.email} is off already.`);
    await setActive(strapi, account, false);
    return 'is off, and signed out everywhere';
  },
  on: async (strapi, account) => {
    if (account.isActive) throw new Error(`${account.email} is on already.`);
    if (isInvited(account))
      throw new Error(`${account.email} has chosen no password yet: send the invitation again.`);
    await setActive(strapi, account, true);
    return 'may sign in again';
  },
} satisfies Record<string, Step>;

/** The links that an operator can send to an account, and read on the terminal. */
const LINKS: Readonly<Record<string, (strapi: Core.Strapi, account: Account) => Promise<Opened>>> = {
  'reset-password': async (strapi, account) => {
    if (isInvited(account))
      throw new Error(`${account.email} has chosen no password yet: send the invitation again.`);
    if (!account.isActive) throw new Error(`${account.email} is off: switch it on first.`);
    const opened = await mailResetLink(strapi, account);
    const details = { account: account.id, name: nameOf(account), email: account.email };
    await recordEvent(strapi, { action: 'password.link-sent', actor: { kind: 'system' }, details });
    return opened;
  },
  invite: async (strapi, account) => {
    if (!isInvited(account)) throw new Error(`${account.email} has a password: send a link to a new one.`);
    return inviteAgain(strapi, account.id);
  },
};

/** The change is recorded where accounts are watched; see features/audit/accounts.ts. */
async function setActive(strapi: Core.Strapi, { id }: Account, isActive: boolean): Promise<void> {
  await strapi.db.query('admin::user').update({ where: { id }, data: { isActive } });
}

/** What `npm run account` and `npm run admin:create` were told. */
interface Told {
  readonly what: string;
  readonly email: string;
  readonly firstName: string;
  readonly lastName: string;
}

/** @throws Error that says what can be told */
export function readWords(words: readonly string[]): Told {
  const text = { type: 'string', default: '' } as const;
  const { values, positionals } = parseArgs({
    args: [...words],
    options: { email: text, 'first-name': text, 'last-name': text },
    allowPositionals: true,
  });
  const [what = '', given = ''] = positionals;
  const email = (values.email || given).trim().toLowerCase();
  const told = { what, email, firstName: values['first-name'], lastName: values['last-name'] };
  if (what === 'list') return told;
  if (what === 'create-admin') {
    if (!isAddress(email) || !told.firstName)
      throw new Error(
        'Give an e-mail address and a designation: npm run admin:create -- --email name@example.gov.bd --first-name "Joint Secretary"',
      );
    return told;
  }
  const steps = [...Object.keys(STEPS), ...Object.keys(LINKS)];
  if (!steps.includes(what) || !email)
    throw new Error(
      `It can: list, ${steps.join(' <e-mail>, ')} <e-mail>. The first super admin: npm run admin:create`,
    );
  return told;
}

/**
 * Does what `npm run account` and `npm run admin:create` were told, as an operator of the machine.
 * @returns what the operator is to read
 * @throws Error in one sentence where it cannot be done
 */
export async function runAccountCommand(strapi: Core.Strapi, told: Told): Promise<string> {
  return asOperator(() => act(strapi, told));
}

async function act(strapi: Core.Strapi, told: Told): Promise<string> {
  const { what, email } = told;
  if (what === 'list') return list(strapi);
  if (what === 'create-admin') return createAdmin(strapi, told);
  const [account] = await accounts(strapi, { email });
  if (!account) throw new Error(`There is no account with the e-mail address “${email}”.`);
  const link = LINKS[what];
  if (link) {
    const opened = await strapi.db.transaction(() => link(strapi, account));
    return showLink(account.email, opened);
  }
  return change(strapi, what as keyof typeof STEPS, account);
}

async function list(strapi: Core.Strapi): Promise<string> {
  const lines = (await accounts(strapi, {})).map((account) => {
    const roles = account.roles.map(({ name }) => name).join(', ');
    return `${account.email}  ${stateOf(account)}  ${roles}  ${nameOf(account)}`;
  });
  return lines.join('\n');
}

function stateOf(account: Account): string {
  if (account.isActive) return 'on';
  if (!isInvited(account) || account.invitedUntil === null) return 'off';
  const until = moment(account.invitedUntil, 'en');
  return new Date(account.invitedUntil) > new Date()
    ? `invited until ${until}`
    : `invitation expired ${until}`;
}

async function change(strapi: Core.Strapi, what: keyof typeof STEPS, account: Account): Promise<string> {
  const done = await strapi.db.transaction(async () => {
    const said = await STEPS[what](strapi, account);
    await queueMail(strapi, { to: account.email, ...operatorMail(what, new Date()) });
    return said;
  });
  await strapi.sessionManager('admin').invalidateRefreshToken(String(account.id));
  return `${account.email} ${done}. It is in the audit record.`;
}

/**
 * Invites a super admin: the first one, or another one while none can sign in. Where one can, they do it in the
 * panel, confirm it, and are the one whom the record names.
 */
async function createAdmin(strapi: Core.Strapi, { email, firstName, lastName }: Told): Promise<string> {
  const able = (await accounts(strapi, { isActive: true, roles: { code: ROLES.superAdmin } })).filter(
    ({ password }) => password !== null,
  );
  if (able.length > 0) {
    const names = able.map((account) => account.email).join(', ');
    throw new Error(
      `A super admin can sign in, and invites others under Settings → Users: ${names}. Who has lost password or second factor: npm run account -- reset-password | reset-factor <e-mail>.`,
    );
  }
  const [taken] = await accounts(strapi, { email });
  if (taken) {
    const again = isInvited(taken) ? `; npm run account -- invite ${email} sends its invitation again` : '';
    throw new Error(`There is an account with the e-mail address “${email}” already${again}.`);
  }
  const role = await strapi.service('admin::role').findOne({ code: ROLES.superAdmin });
  const opened = await strapi.db.transaction(async () => {
    const account = { email, firstname: firstName, lastname: lastName || null, roles: [role.id] };
    const made = await runAsSystem(() => strapi.service('admin::user').create(account));
    return invite(strapi, (made as { id: number }).id);
  });
  await withdrawOffer(strapi);
  return showLink(email, opened);
}

/** What the operator reads, who may hand it over: the mail waits for a server, which may not be there yet. */
function showLink(email: string, { link, until }: Opened): string {
  const when = `${moment(until, 'en')} (Dhaka time)`;
  return `${email} can choose a password here, once, until ${when}:\n\n  ${link}\n\nThe link is mailed, too. It is in the audit record that you did this.`;
}

async function accounts(strapi: Core.Strapi, where: object): Promise<Account[]> {
  return strapi.db
    .query('admin::user')
    .findMany({ where, populate: { roles: true }, orderBy: { id: 'asc' } });
}
