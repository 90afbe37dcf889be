import { createIntl } from 'react-intl';
import { describe, expect, it } from 'vitest';
import { auditBn } from './audit.bn';
import { auditEn } from './audit.en';
import { bn } from './bn';
import { en } from './en';
import { signInBn } from './sign-in.bn';
import { signInEn } from './sign-in.en';

const LANGUAGES = [
  ['bn', { ...bn, ...auditBn, ...signInBn }],
  ['en', { ...en, ...auditEn, ...signInEn }],
] as const;

/** The names of what is filled in, with some number for each; choices take it for “other”. */
const valuesOf = (text: string) =>
  Object.fromEntries([...text.matchAll(/\{\s*(\w+)\s*[,}]/g)].map(([, name]) => [name, 3]));

describe.each(LANGUAGES)('the texts of the admin in %s', (locale, messages: Record<string, string>) => {
  it('can all be filled in', () => {
    const wrong: string[] = [];
    const intl = createIntl({ locale, messages, onError: ({ message }) => wrong.push(message) });
    for (const [id, text] of Object.entries(messages)) intl.formatMessage({ id }, valuesOf(text));
    expect(wrong).toEqual([]);
  });
});

/** What is always a number; filled in as it is, it would be in Latin digits. */
const PLAIN_NUMBER = /\{(?:count|number|min|max|left|files|different)\}/;

it('have digits of their own script in Bengali, written and filled in', () => {
  const [[, messages]] = LANGUAGES;
  // Plurals name their numbers as code does.
  const latin = (text: string) => /\d/.test(text.replace(/=\d/g, '')) || PLAIN_NUMBER.test(text);
  expect(Object.entries(messages).flatMap(([id, text]) => (latin(text) ? [id] : []))).toEqual([]);
});
