import { errors } from '@strapi/utils';

/**
 * What a refusal says: the code under which the admin has it in both languages, and the English for
 * everyone else.
 */
const TEXTS = {
  'platform.sign-in.wrong': 'Invalid credentials',
  'platform.sign-in.limited':
    'Too many attempts. Wait {minutes} min, then try again; if you do not know your password any more, ask for a new one.',
  'platform.sign-in.limited-account':
    'Somebody tries to get into this account from many places: it is closed to unknown devices for {minutes} min. Sign in on a device that you have used before, or open the link that was sent to the account’s e-mail address.',
  'platform.sign-in.link-wrong':
    'This link was used already or has expired. You do not need it if you can sign in.',
  'platform.sign-in.token-needed':
    'The first super admin registers by an address that only who runs the server can see: it is in the file first-admin.txt of the data folder, and npm start shows it in its terminal.',
  'platform.sign-in.token-wrong':
    'This is not the address that counts now. A new one is made at each start of the server; look in first-admin.txt.',
  'platform.sign-in.registered':
    'The first super admin has registered already. Sign in under /admin, or ask a super admin for an invitation.',
  'platform.sign-in.code-needed':
    'Type the six-digit code that your authenticator app shows, or a recovery code.',
  'platform.sign-in.code-wrong':
    'The code is not right or was used already. Wait for the next one that your app shows.',
  'platform.sign-in.password-short':
    'Password: choose at least {least} characters. Several words in a row are easy to remember.',
  'platform.sign-in.password-common':
    'Password: this one is easy to guess. Choose several words that have nothing to do with each other or with you.',
  'platform.sign-in.password-needed': 'Type your password to change this.',
  'platform.sign-in.name-long': 'Name: write the designation in at most 80 letters.',
  'platform.sign-in.name-signs':
    'Name: letters, digits, spaces and the signs . , - / & ( ) ’ only, in one line.',
  'platform.sign-in.name-scripts':
    'Name: letters of scripts that look alike cannot be mixed. Write all of it in Bengali or in English.',
  'platform.sign-in.name-address':
    'Name: write the designation, not an address. Leave a space after a full stop.',
  'platform.sign-in.confirm-needed': 'Confirm that it is you: send your password (and a code) first.',
  'platform.sign-in.factor-required':
    'Your role needs a second factor. Set one up first; until then nothing else is open to you.',
  'platform.sign-in.invitation-expired': 'This invitation has expired. Ask a super admin to send it again.',
  'platform.sign-in.invitation-used':
    'This invitation was used already, or a newer one was sent. If you have chosen your password, sign in; if not, open the newest one, or ask a super admin to send it again.',
  'platform.sign-in.not-invited':
    'This account has a password, or is not there any more. Who has forgotten a password asks for a new one at the sign-in.',
  'platform.sign-in.reset-over':
    'This link was used already, has expired, or a newer one was sent. Ask for a new one under “Forgot your password?”.',
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

/** Refuses until the request comes again with a confirmation; status 403. `wanted` is what to ask for. */
export const asking = (wanted: readonly ('password' | 'code')[]): Error =>
  new errors.PolicyError(TEXTS['platform.sign-in.confirm-needed'], {
    code: 'platform.sign-in.confirm-needed',
    wanted,
  });

/** Refuses all but setting up a second factor; status 403. */
export const factorRequired = (): Error =>
  new errors.PolicyError(TEXTS['platform.sign-in.factor-required'], {
    code: 'platform.sign-in.factor-required',
  });

/** Refuses to be tried any more for a while; status 429. */
export const limited = (seconds: number, isAccount = false): Error =>
  refusal(errors.RateLimitError, `platform.sign-in.limited${isAccount ? '-account' : ''}`, {
    values: { minutes: Math.ceil(seconds / 60) },
  });
