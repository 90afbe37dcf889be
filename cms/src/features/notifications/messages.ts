import type { Core } from '@strapi/strapi';
import type { Locale } from 'content-types';
import { letter, moment, number, oneLine, quoted } from '../mail';
import { entryAddress, kindOf, queueAddress, reviewAddress } from './format';
import { words } from './words';

/** What a message may say of an entry: its title, and nothing of its content. */
export interface MailedEntry {
  readonly type: string;
  readonly document: string;
  readonly language: string;
  readonly title: string;
  readonly comment?: string | null;
  readonly publishAt?: string;
}
interface Message {
  readonly subject: string;
  readonly text: string;
}

/**
 * To the submitter, and where a schedule failed to whoever approved it: what became of an entry, with
 * the comment or the reason.
 */
export function outcomeMail(
  strapi: Core.Strapi,
  outcome: 'returned' | 'scheduled' | 'failed',
  entry: MailedEntry,
  language: Locale,
): Message {
  const { subject, intro, quotes } = words[language][outcome];
  return {
    subject: subject(oneLine(entry.title)),
    text: letter(
      language,
      intro(entry.publishAt ? moment(entry.publishAt, language) : ''),
      heading(entry, language),
      entry.comment && quotes ? `${quotes}\n${quoted(entry.comment)}` : '',
      `${words[language].open}\n${entryAddress(strapi, entry)}`,
    ),
  };
}

/** Something that waits for a second person; its comment is the reason that was given. */
interface Asked extends MailedEntry {
  readonly kind: keyof (typeof words)['en']['proposed']['what'];
}

/** To those who can confirm it: what somebody asks a second person for. */
export function proposedMail(strapi: Core.Strapi, entry: Asked, language: Locale): Message {
  const { subject, intro, what, quotes } = words[language].proposed;
  return {
    subject: subject(oneLine(entry.title)),
    text: letter(
      language,
      `${intro} ${what[entry.kind]}`,
      heading(entry, language),
      entry.comment ? `${quotes}\n${quoted(entry.comment)}` : '',
      `${words[language].open}\n${reviewAddress(strapi, entry)}`,
    ),
  };
}

/** To whoever asked a second person for something: what became of it. */
export function proposalEndMail(
  strapi: Core.Strapi,
  end: 'confirmed' | 'declined' | 'lapsed',
  entry: Asked,
  language: Locale,
): Message {
  const { subject, intro, quotes } = words[language].proposalEnd[end];
  return {
    subject: subject(oneLine(entry.title)),
    text: letter(
      language,
      intro(''),
      words[language].proposed.what[entry.kind],
      heading(entry, language),
      entry.comment && quotes ? `${quotes}\n${quoted(entry.comment)}` : '',
      `${words[language].open}\n${reviewAddress(strapi, entry)}`,
    ),
  };
}

/** To the submitter: visitors can read it. `page` is its address there; some entries have none. */
export function liveMail(
  entry: MailedEntry & { readonly since: string; readonly page: string | undefined },
  language: Locale,
): Message {
  const { subject, intro, page } = words[language].live;
  return {
    subject: subject(oneLine(entry.title)),
    text: letter(
      language,
      intro(moment(entry.since, language)),
      heading(entry, language),
      entry.page ? `${page}\n${entry.page}` : '',
    ),
  };
}

/** An entry of a digest. */
export interface Waiting extends MailedEntry {
  readonly ministryName: string;
  readonly submittedAt: string;
}

/** Entries named in one digest; the queue in the admin shows all. */
const NAMED = 40;

/** To those who decide: what was submitted since their last digest. */
export function waitingMail(strapi: Core.Strapi, entries: readonly Waiting[], language: Locale): Message {
  const { subject, intro, since, more, all } = words[language].waiting;
  const items = entries
    .slice(0, NAMED)
    .map((entry) =>
      [
        heading(entry, language),
        [entry.ministryName, since(moment(entry.submittedAt, language))].filter(Boolean).join(' · '),
        reviewAddress(strapi, entry),
      ].join('\n'),
    );
  const rest = entries.length - items.length;
  const [first] = entries;
  return {
    subject: subject({
      count: entries.length,
      number: number(entries.length, language),
      title: oneLine(first?.title ?? ''),
    }),
    text: letter(
      language,
      intro,
      ...items,
      rest > 0 ? more(number(rest, language)) : '',
      `${all}\n${queueAddress(strapi)}`,
    ),
  };
}

/** `“Title” (Story, Bengali)` */
export function heading(entry: MailedEntry, language: Locale): string {
  return `“${oneLine(entry.title)}” (${kindOf(entry, language)})`;
}
