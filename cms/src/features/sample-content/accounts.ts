import { randomBytes } from 'node:crypto';
import { readFile, rename, writeFile } from 'node:fs/promises';
import type { Core } from '@strapi/strapi';
import { z } from 'zod';
import { ROLES } from '../../kernel/roles';

const accounts = z.array(
  z.object({ role: z.string(), ministry: z.string().nullable(), email: z.email(), password: z.string() }),
);
type Account = z.infer<typeof accounts>[number];

/** Roles as the list of accounts names them, and their codes in Strapi. */
const ROLE_CODES: Record<string, string> = {
  'super-admin': ROLES.superAdmin,
  moderator: ROLES.moderator,
  editor: ROLES.editor,
};

/** Who can sign in to try the platform out, by designation. */
const PEOPLE = [
  {
    role: 'super-admin',
    ministry: null,
    email: 'super-admin@example.org',
    name: ['Platform', 'administrator'],
  },
  {
    role: 'moderator',
    ministry: null,
    email: 'moderator@example.org',
    name: ['Moderator', '(Cabinet Division)'],
  },
  {
    role: 'editor',
    ministry: 'msw',
    email: 'editor.msw@example.org',
    name: ['Focal point', '(Ministry of Social Welfare)'],
  },
  {
    role: 'editor',
    ministry: 'food',
    email: 'editor.food@example.org',
    name: ['Focal point', '(Ministry of Food)'],
  },
] as const;

/**
 * Makes the demo sign-ins that do not exist yet. Their passwords are random, made once and kept in
 * `file`, which other copies of the platform on the same machine share.
 * @throws Error when the file is there but cannot be read as a list of accounts
 */
export async function makeDemoAccounts(strapi: Core.Strapi, file: string): Promise<void> {
  const kept = await readAccounts(file);
  const all = PEOPLE.map(({ role, ministry, email }): Account => {
    const known = kept.find((account) => account.email === email);
    return known ? { ...known, role, ministry } : { role, ministry, email, password: randomPassword() };
  });
  for (const [index, { name }] of PEOPLE.entries()) {
    const account = all[index];
    const isNew = !kept.some(({ email }) => email === account?.email);
    if (account) await makeUser(strapi, account, name, isNew);
  }
  // Last and whole: a password that is in it is known to the CMS, wherever this was broken off.
  await writeFile(`${file}.new`, `${JSON.stringify(all, null, 2)}\n`, { mode: 0o600 });
  await rename(`${file}.new`, file);
}

async function readAccounts(file: string): Promise<Account[]> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '[]';
    throw error;
  });
  try {
    return accounts.parse(JSON.parse(text));
  } catch (error) {
    throw new Error(`${file} is no list of demo accounts; delete it to have a new one made`, {
      cause: error,
    });
  }
}

/** Makes the user, or gives one who is there already the password that was just made. */
async function makeUser(
  strapi: Core.Strapi,
  { role: roleName, email, password, ministry }: Account,
  [firstname, lastname]: readonly [string, string],
  hasNewPassword: boolean,
): Promise<void> {
  const users = strapi.service('admin::user');
  const known = await strapi.db.query('admin::user').findOne({ where: { email } });
  const role = await strapi.service('admin::role').findOne({ code: ROLE_CODES[roleName] });
  const details = { firstname, lastname, email, isActive: true, registrationToken: null, roles: [role.id] };
  const user = known ?? (await users.create({ ...details, password }));
  if (known && hasNewPassword) await users.updateById(known.id, { password });
  if (!ministry) return;
  const memberships = strapi.db.query('api::membership.membership');
  const where = { user: user.id, ministry };
  if ((await memberships.count({ where })) === 0) await memberships.create({ data: where });
}

/** 20 random characters and one of each kind that Strapi asks for. */
function randomPassword(): string {
  return `${randomBytes(15).toString('base64url')}Aa1`;
}
