import { signInBn } from '../translations/sign-in.bn';
import { signInEn } from '../translations/sign-in.en';

/** A refusal as Strapi's server words it. */
export interface ServerError {
  readonly message?: string;
  readonly details?: {
    readonly code?: unknown;
    readonly values?: Readonly<Record<string, number>>;
    readonly errors?: readonly { readonly path: readonly string[]; readonly message: string }[];
  };
}

type Id = keyof typeof signInEn;

/** Said in both languages: whoever was just invited has not chosen one, and the page shows nothing else. */
const IN_BOTH: readonly unknown[] = [
  'platform.sign-in.invitation-expired',
  'platform.sign-in.invitation-used',
];

/** A text of ours in the admin's language, outside of React. */
export function say(id: Id, locale: string, values: Readonly<Record<string, number>> = {}): string {
  const text = (locale === 'bn' ? signInBn : signInEn)[id];
  const numbers = new Intl.NumberFormat(locale === 'bn' ? 'bn' : 'en');
  return text.replace(/\{(\w+)\}/g, (whole, name) => {
    const value = values[name];
    return value === undefined ? whole : numbers.format(value);
  });
}

/** The refusal in the admin's language where it is one of ours; Strapi shows its words as they are. */
export function translated<E extends ServerError>(error: E, locale: string): E {
  const { code, values, errors } = error.details ?? {};
  if (typeof code !== 'string' || !(code in signInEn)) return error;
  const other = locale === 'bn' ? 'en' : 'bn';
  const message = (IN_BOTH.includes(code) ? [locale, other] : [locale])
    .map((language) => say(code as Id, language, values))
    .join(' · ');
  return {
    ...error,
    message,
    details: { ...error.details, ...(errors && { errors: errors.map((one) => ({ ...one, message })) }) },
  };
}
