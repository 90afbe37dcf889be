import { useIntl } from 'react-intl';
import type { Designation } from '../../features/access/designation';
import type { Language, Message, PathStep, Problem } from '../../features/approval/api';
import type { LeftOutProblem } from '../../features/publication/api';
import { personInWords } from '../person';
import type { en } from '../translations/en';
import { labelLanguage, nameOfType, namesOfField, namesOfPath, type PathName } from './labels';
import { dayInWords, momentInWords } from './moments';
import { refusalIn } from './refusal';

type Id = keyof typeof en;
type Values = Record<string, string | number>;

/** Everything that our screens say, in the reader's language. */
export function useWords() {
  const intl = useIntl();
  const { formatMessage, locale, messages } = intl;
  const say = (id: Id, values?: Values) => formatMessage({ id }, values);
  const sayIfKnown = (id: string, values?: Values) =>
    id in messages ? formatMessage({ id }, values) : undefined;
  const labels = labelLanguage(locale);
  const nameOfLanguage = (language: Language) => say(`platform.approval.language.${language}`);
  /** Words about a language that is not the one that the reader looks at, which they name. */
  const about = (values: Values | undefined, words: string | undefined) => {
    const language = values?.inLanguage;
    if (words === undefined || (language !== 'bn' && language !== 'en')) return words;
    return `${nameOfLanguage(language)}: ${words}`;
  };
  const join = (names: readonly PathName[]) =>
    names
      .map(({ label, number }) =>
        number === undefined ? label : `${label} ${say('platform.approval.compare.number', { number })}`,
      )
      .join(' › ');
  return {
    locale,
    /** The one of our two languages that the reader has chosen, for what the server names. */
    named: labels,
    say,
    sayIfKnown,
    /** A message of the server; its English where there is no translation. */
    tell: ({ code, values, text }: Message) => about(values, sayIfKnown(code, values)) ?? text,
    /** What is missing, with the field as the form labels it. */
    tellProblem({ code, values, text, field }: Problem, type: string): string {
      const named = field ? { ...values, field: join(namesOfField(type, field, labels)) } : values;
      return sayIfKnown(code, named) ?? text;
    },
    /** Why the site stands without an entry; the builder's English where there is no translation. */
    tellLeftOut({ code, field = '', about = '', problem }: LeftOutProblem, type: string): string {
      const named = join(namesOfField(type, field, labels)) || field;
      return (code && sayIfKnown(`platform.leftOut.${code}`, { field: named, about })) || problem;
    },
    /** Where a change is, as the form labels it. */
    place: (type: string, path: readonly PathStep[]) => join(namesOfPath(type, path, labels)),
    typeName: (type: string) => nameOfType(type, labels),
    /** Why the server refused, or that it could not be reached. */
    tellError(error: unknown): string {
      const refusal = refusalIn(error);
      if (refusal === 'offline') return say('platform.approval.offline');
      if (!refusal) return say('platform.approval.failedAction');
      const words = refusal.code && sayIfKnown(refusal.code, refusal.values);
      return (words && about(refusal.values, words)) || refusal.text;
    },
    /** Why something could not be shown. */
    tellMissing(error: unknown): string {
      const refusal = refusalIn(error);
      if (refusal === 'offline' || !refusal?.code) return say('platform.approval.failed');
      return sayIfKnown(refusal.code, refusal.values) ?? refusal.text;
    },
    /** A moment on the clock in Dhaka. */
    moment: (iso: string) => momentInWords(iso, locale),
    day: (iso: string) => dayInWords(iso, locale),
    /** Who somebody is; null for an account that is gone. */
    person: (one: Designation | null) =>
      one ? personInWords(one, intl) : formatMessage({ id: 'platform.approval.someone' }),
    nameOfLanguage,
  };
}
