import type { IntlShape } from 'react-intl';
import type { Designation } from '../features/access/designation';

/**
 * Who somebody is, in the reader's language: `Editor, Ministry of Food: “Focal point”`. Role and ministries are
 * ours, only what is between the quotation marks was typed.
 */
export function personInWords(
  { name, role, ministries }: Designation,
  { formatMessage, locale }: Pick<IntlShape, 'formatMessage' | 'locale'>,
): string {
  const language = locale === 'bn' ? 'bn' : 'en';
  const known = formatMessage({ id: `platform.person.${role}` });
  const who = [known, ...ministries.map((ministry) => ministry[language])].join(', ');
  return formatMessage({ id: 'platform.person' }, { who, name });
}
