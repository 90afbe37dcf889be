import path from 'node:path';
import { type Core, createStrapi } from '@strapi/strapi';
import { nameOf, recordEvent } from '../audit/record';
import { queueMail } from '../mail/queue';
import { operatorMail } from './operator-mail';
import { removeFactor } from './second-factor/factors';

interface Account {
  readonly id: number;
  readonly email: string;
  readonly firstname: string | null;
  readonly lastname: string | null;
  readonly isActive: boolean;
  readonly roles: readonly { readonly name: string }[];
}
type Step = (strapi: Core.Strapi, account: Account) => Promise<string>;

/** What an operator can do to an account on the machine itself, when nobody can in the admin. */
const STEPS = {
  'reset-factor': async (strapi, account) => {
    const details = { account: account.id, name: nameOf(account), email: account.email, by: 'operator' };
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
    await setActive(strapi, account, true);
    return 'may sign in again';
  },
} satisfies Record<string, Step>;

/** The change is recorded where accounts are watched; see audit/accounts.ts. */
async function setActive(strapi: Core.Strapi, { id }: Account, isActive: boolean): Promise<void> {
  await strapi.db.query('admin::user').update({ where: { id }, data: { isActive } });
}

/** `npm run account -- list | reset-factor <e-mail> | off <e-mail> | on <e-mail>` */
async function run([what = '', email = '']: readonly string[]): Promise<void> {
  const appDir = process.cwd();
  const strapi = createStrapi({ appDir, distDir: path.join(appDir, 'dist'), serveAdminPanel: false });
  strapi.log.level = 'error';
  await strapi.load();
  try {
    if (what === 'list') await list(strapi);
    else if (what in STEPS) await change(strapi, what as keyof typeof STEPS, email);
    else throw new Error(`It can: list, ${Object.keys(STEPS).join(' <e-mail>, ')} <e-mail>.`);
  } finally {
    await strapi.destroy();
  }
}

async function list(strapi: Core.Strapi): Promise<void> {
  for (const account of await accounts(strapi, {})) {
    const roles = account.roles.map(({ name }) => name).join(', ');
    console.log(`${account.email}  ${account.isActive ? 'on ' : 'off'}  ${roles}  ${nameOf(account)}`);
  }
}

async function change(strapi: Core.Strapi, what: keyof typeof STEPS, email: string): Promise<void> {
  const [account] = await accounts(strapi, { email: email.toLowerCase() });
  if (!account) throw new Error(`There is no account with the e-mail address “${email}”.`);
  const done = await strapi.db.transaction(async () => {
    const said = await STEPS[what](strapi, account);
    await queueMail(strapi, { to: account.email, ...operatorMail(what, new Date()) });
    return said;
  });
  await strapi.sessionManager('admin').invalidateRefreshToken(String(account.id));
  console.log(`${account.email} ${done}. It is in the audit record.`);
}

async function accounts(strapi: Core.Strapi, where: object): Promise<Account[]> {
  return strapi.db
    .query('admin::user')
    .findMany({ where, populate: { roles: true }, orderBy: { id: 'asc' } });
}

run(process.argv.slice(2)).then(
  () => process.exit(0),
  (error: Error) => {
    console.error(error.message);
    process.exit(1);
  },
);
