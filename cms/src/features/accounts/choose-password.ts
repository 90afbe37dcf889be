import type { Core } from '@strapi/strapi';
import type { Context, Next } from 'koa';
import { refused } from './messages';
import { passwordProblem } from './password';
import { strapiAuth } from './strapi-auth';

const LEAST = 12;

interface Body {
  readonly [name: string]: unknown;
}
interface User {
  readonly email?: string | null;
  readonly firstname?: string | null;
  readonly lastname?: string | null;
  readonly username?: string | null;
}

/** A password that a request sets, and whose it will be. */
interface Choice {
  readonly password: unknown;
  readonly own: readonly (User | null | undefined)[];
}

/** Strapi's handlers that set a password: where each has it, and the account that it is for. */
const CHOICES: Record<string, (strapi: Core.Strapi, ctx: Context, body: Body) => Promise<Choice>> = {
  'authentication.registerAdmin': async (_strapi, _ctx, body) => ({ password: body.password, own: [body] }),
  'authentication.register': async (strapi, _ctx, { registrationToken, userInfo }) => {
    const info = (userInfo ?? {}) as Body;
    const account = await findBy(strapi, { registrationToken });
    return { password: info.password, own: [account, info] };
  },
  'authentication.resetPassword': async (strapi, _ctx, { password, resetPasswordToken }) => ({
    password,
    own: [await findBy(strapi, { resetPasswordToken })],
  }),
  'authenticated-user.updateMe': async (_strapi, ctx, body) => ({
    password: body.password,
    own: [ctx.state.user, body],
  }),
  'user.update': async (strapi, ctx, body) => ({
    password: body.password,
    own: [await findBy(strapi, { id: String(ctx.params.id) }), body],
  }),
};

/**
 * What goes before one of Strapi's handlers that set a password: refuses one that is short, easy to
 * guess, or made of the account's own names. Strapi's own rules come on top of it.
 */
export function choosesPassword(strapi: Core.Strapi, handler: string) {
  const choice = CHOICES[handler];
  if (!choice) return undefined;
  return async (ctx: Context, next: Next): Promise<void> => {
    const body = ((ctx.request as { body?: Body }).body ?? {}) as Body;
    const { password, own } = await choice(strapi, ctx, body);
    if (typeof password === 'string') refuseBad(password, own.flatMap(namesOf));
    await next();
  };
}

/**
 * The last resort under every other path, code of ours and Strapi's commands among them: what is short
 * or easy to guess is not hashed.
 */
export function hashOnlyGoodPasswords(strapi: Core.Strapi): void {
  const auth = strapiAuth(strapi);
  const hash = auth.hashPassword;
  auth.hashPassword = async (password) => {
    refuseBad(password, []);
    return hash(password);
  };
}

function refuseBad(password: string, own: readonly string[]): void {
  const problem = passwordProblem(password, own);
  if (problem === undefined) return;
  throw refused(`platform.sign-in.password-${problem}`, { field: 'password', values: { least: LEAST } });
}

async function findBy(strapi: Core.Strapi, where: Record<string, unknown>): Promise<User | null> {
  if (Object.values(where).some((value) => typeof value !== 'string' || value === '')) return null;
  return strapi.db.query('admin::user').findOne({ where });
}

function namesOf(user: User | null | undefined): string[] {
  return [user?.email, user?.firstname, user?.lastname, user?.username].filter(
    (name): name is string => typeof name === 'string' && name !== '',
  );
}
