import { adminApi } from '@strapi/strapi/admin';
import { askCode } from './ask-code';
import { type ServerError, translated } from './refusals';

const CODE_NEEDED = 'platform.sign-in.code-needed';
const CODE_WRONG = 'platform.sign-in.code-wrong';

/** The requests that ask for a code where the account has a second factor. */
const ASKING = ['login', 'resetPassword'];
/** The requests whose refusals are ours, and shown as the server words them. */
const REFUSED = [...ASKING, 'registerUser', 'registerAdmin', 'forgotPassword', 'updateMe', 'updateUser'];

type Body = Record<string, unknown>;
interface Request {
  readonly data?: Body;
}
type Result = { readonly data: unknown } | { readonly error: ServerError };

/** What of Strapi's requests is changed here; https://redux-toolkit.js.org/rtk-query/usage/customizing-queries */
interface Mutation {
  query?: (argument: unknown) => Request;
  queryFn?: (
    argument: unknown,
    api: { getState(): unknown },
    extra: unknown,
    send: (request: Request) => Promise<Result>,
  ) => Promise<Result>;
  transformResponse?: (answer: unknown) => unknown;
}

/**
 * Says in the admin's language why the server refuses a sign-in or a password, and asks for the code of
 * the second factor where the server does, then sends the same request again with it.
 */
export function explainSignIn(): void {
  const explain = (name: string) => (mutation: Mutation | undefined) => {
    const { query, transformResponse } = mutation ?? {};
    if (!mutation || !query) return;
    delete mutation.query;
    mutation.queryFn = async (argument, api, _extra, send) => {
      const locale = localeOf(api.getState());
      const request = query(argument);
      let result = await send(request);
      while (ASKING.includes(name) && 'error' in result && result.error && asksForCode(result.error)) {
        const code = await askCode(translated(result.error, locale).message ?? '', locale);
        if (code === undefined) break;
        result = await send({ ...request, data: { ...request.data, code } });
      }
      if ('error' in result && result.error) return { error: translated(result.error, locale) };
      const { data } = result as { data: unknown };
      return { data: transformResponse ? transformResponse(data) : data };
    };
  };
  const endpoints = Object.fromEntries(REFUSED.map((name) => [name, explain(name)]));
  adminApi.enhanceEndpoints({ endpoints } as never);
}

const asksForCode = ({ details }: ServerError) =>
  details?.code === CODE_NEEDED || details?.code === CODE_WRONG;

/** The language that the admin is shown in. */
function localeOf(state: unknown): string {
  const { admin_app: admin } = state as { admin_app?: { language?: { locale?: string } } };
  return admin?.language?.locale ?? 'en';
}
