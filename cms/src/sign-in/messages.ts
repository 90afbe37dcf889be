import { errors } from '@strapi/utils';

/**
 * What a refusal says: the code under which the admin has it in both languages, and the English for
 * everyone else.
 */
const TEXTS = {
  'platform.sign-in.wrong': 'Invalid credentials',
  'platform.sign-in.limited':
    'Too many attempts. Wait {minutes} min, then try again; if you do not know your password any more, ask for a new one.',
  'platform.sign-in.code-needed':
    'Type the six-digit code that your authenticator app shows, or a recovery code.',
  'platform.sign-in.code-wrong':
    'The code is not right or was used already. Wait for the next one that your app shows.',
  'platform.sign-in.password-short':
    'Password: choose at least {least} characters. Several words in a row are easy to remember.',
  'platform.sign-in.password-common':
    'Password: this one is easy to guess. Choose several words that have nothing to do with each other or with you.',
  'platform.sign-in.password-needed': 'Type your password to change this.',
  'platform.sign-in.factor-on': 'The second factor is on already. Switch it off first.',
  'platform.sign-in.factor-none': 'This account has no second factor.',
} as const;

export type SignInCode = keyof typeof TEXTS;

interface Refused {
  readonly values?: Readonly<Record<string, number>>;
  /** The form's field that it is about. */
  readonly field?: string;
}

type ErrorClass = new (message: string, details: unknown) => Error;

function refusal(Type: ErrorClass, code: SignInCode, { values = {}, field }: Refused = {}): Error {
  const message = Object.entries(values).reduce<string>(
    (text, [name, value]) => text.replace(`{${name}}`, String(value)),
    TEXTS[code],
  );
  const fields = field && { errors: [{ path: [field], message, name: 'ValidationError' }] };
  return new Type(message, { code, values, ...fields });
}

/** Refuses what was typed; status 400, as Strapi's own refusals of a sign-in. */
export const refused = (code: SignInCode, more?: Refused): Error =>
  refusal(more?.field ? errors.ValidationError : errors.ApplicationError, code, more);

/** Refuses to be tried any more for a while; status 429. */
export const limited = (seconds: number): Error =>
  refusal(errors.RateLimitError, 'platform.sign-in.limited', {
    values: { minutes: Math.ceil(seconds / 60) },
  });
