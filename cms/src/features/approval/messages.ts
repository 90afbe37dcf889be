import { errors } from '@strapi/utils';
import type { Message } from './api';
import type { ProposalRefusal } from './proposals/rules';
import type { Refusal } from './transitions';

const REFUSALS = {
  'not-allowed': 'You may not do this.',
  'no-draft': 'There is nothing in this language yet.',
  unchanged: 'This is the same as what is live: there is nothing to submit.',
  'already-submitted': 'This has been submitted already.',
  incomplete: 'Something is missing: {problems}',
  'no-ministry-approver':
    'Your ministry’s own step is switched on, but nobody besides those who wrote this can agree. Ask a super admin to name another ministry approver, or to switch the step off.',
  changed: 'This has changed since you opened it. Open it again and look at what changed.',
  'not-submitted': 'This is not waiting for approval.',
  'ministry-first': 'The ministry’s own approver has to agree first.',
  'not-ministry-approver': 'Only an approver of the ministry that owns this may agree.',
  'already-agreed': 'The ministry has agreed already; it waits for a moderator.',
  'own-work': 'You wrote or submitted this, so somebody else has to decide.',
  'own-work-override':
    'You wrote or submitted this. As a super admin you may ask a second one to let it go live, with a reason that everyone sees.',
  'time-passed': 'The time to go live has passed. Choose a later one, or approve it now.',
  'not-scheduled': 'This is not scheduled.',
  'not-live': 'This is not on the site.',
  'erase-needs-two': 'Erasing something for ever needs a second super admin: ask for it.',
  'notice-needs-two': 'A notice stands at its address. Taking it away needs a second person: ask for it.',
  'super-admin-only': 'Only a super admin may do this.',
} satisfies Record<Refusal, string>;

const PROPOSALS = {
  'not-possible': 'There is nothing here to ask this for.',
  'already-proposed': 'This has been asked for already and waits for a second person.',
  'nobody-to-confirm':
    'A second person has to confirm this, and there is nobody: besides you, every moderator and super admin wrote in it. Ask a super admin to name another moderator under Settings › Users.',
  'no-second-super-admin':
    'A second super admin has to confirm this, and you are the only one. Name another under Settings › Users first. What has been submitted can also be approved by a moderator who did not write it.',
  'own-proposal': 'You asked for this, so somebody else has to decide.',
  'not-own-proposal': 'Only whoever asked for this may take it back.',
  'own-work-proposal': 'You wrote in this entry, so somebody who did not has to confirm it.',
  'lapsed-decided': 'This has been decided already.',
  'lapsed-changed': 'This does not hold any more: what it was asked for has changed. Ask for it again.',
  'lapsed-proposer-gone': 'This does not hold any more: whoever asked for it may not any more.',
  'lapsed-expired': 'This does not hold any more: nobody decided on it in 14 days. Ask for it again.',
} satisfies Omit<Record<ProposalRefusal, string>, 'not-allowed' | 'super-admin-only'>;

const OTHERS = {
  'approve-instead': 'You did not write this, so you may approve it without an override.',
  unknown: 'There is no such entry. It may have been erased.',
  'use-approval':
    'Nothing goes live without an approval: submit it, and have somebody else approve it under “Approval”.',
  'use-withdraw':
    'This is live: withdraw it with a notice under “Approval”, or have a super admin unpublish it with a reason.',
  'approver-gone': 'Whoever approved this may not approve any more; it needs a new approval.',
  'content-refused': 'It could not go live at the time that was set: {reason}',
  'page-fails': 'The site cannot show this as it is: {problems}',
  'title-differs': 'What you typed is not the title of what is to be erased. Nothing was erased.',
  'address-taken':
    'Its address “{key}” is taken by something else that is on the site, was withdrawn with a notice, or moved on from there. Choose another slug.',
  'differs-when-live':
    'What went live differed from what was approved, so nothing was published. Submit it again.',
  'no-notice-here':
    'This has no page of its own, so a notice would show nowhere. Ask a super admin to unpublish it.',
  'has-notice':
    'A notice stands at its address. Have a super admin ask for its removal and a second person confirm that, then delete it.',
  'step-not-yours': 'Only a super admin or an approver of this ministry may switch its step.',
  'no-approver-yet': 'Nobody can agree for this ministry yet. Name an approver under Membership first.',
  'shared-not-submitted':
    '{language, select, bn {Bengali} other {English}} is live with other values of what is the same in all languages, so both go live together. Submit it too, then approve both.',
  'shared-together':
    '{language, select, bn {Bengali} other {English}} is live with other values of what is the same in all languages, so both go live together. Open this again, look at what changes in both, and approve both.',
  'file-waits': '“{name}” is in something that waits for approval. Have that taken back first.',
} as const;

const PROBLEMS = {
  required: '{field}: is missing',
  summary: 'The summary is missing',
  alternative: '{field}: the picture has no text alternative',
  invalid: '{field}: {reason}',
  'address-taken':
    '{field}: the address “{key}” is taken by something else that is on the site, was withdrawn with a notice, or moved on from there. Choose another, or empty the field to get a free one',
  'shared-changes':
    '{field}: not what is live in {language, select, bn {Bengali} other {English}}; both go live together',
  'shared-disagrees':
    '{field}: the live languages disagree, Bengali {bn}, English {en}; approve both together',
  'parts-differ':
    '{field}: not the same as in {language, select, bn {Bengali} other {English}}: {here} here, {there} there',
  'language-missing': 'There is no {language, select, bn {Bengali} other {English}} version',
  'language-older': 'The {language, select, bn {Bengali} other {English}} version is older than this one',
} as const;

/** Every text that the approval says to people, by the id of its translation, in ICU’s message format. */
const MESSAGES = {
  ...prefixed('refused', { ...REFUSALS, ...PROPOSALS, ...OTHERS }),
  ...prefixed('problem', PROBLEMS),
};

type Texts = typeof REFUSALS & typeof PROPOSALS & typeof OTHERS;
export type RefusalCode = keyof Texts;
export type ProblemCode = keyof typeof PROBLEMS;
export type MessageCode = keyof typeof MESSAGES;

function prefixed<P extends string, T extends Record<string, string>>(prefix: P, texts: T) {
  return Object.fromEntries(
    Object.entries(texts).map(([code, text]) => [`platform.approval.${prefix}.${code}`, text]),
  ) as { [K in keyof T & string as `platform.approval.${P}.${K}`]: T[K] };
}

type Values = Readonly<Record<string, string | number>>;

/** A message with its English text filled in, after the name of the language that `inLanguage` says it is about. */
export function message(code: MessageCode, values: Values = {}): Message {
  const text = MESSAGES[code]
    .replace(/\{(\w+), select, bn \{(\w+)\} other \{(\w+)\}\}/g, (_all, name, bengali, other) =>
      values[name] === 'bn' ? bengali : other,
    )
    .replace(/\{(\w+)\}/g, (_all, name) => String(values[name] ?? ''));
  const { inLanguage } = values;
  const named = inLanguage ? `${inLanguage === 'bn' ? 'Bengali' : 'English'}: ${text}` : text;
  return { code, text: named, ...(Object.keys(values).length > 0 && { values }) };
}

export function refusal(code: RefusalCode, values?: Values): Message {
  return message(`platform.approval.refused.${code}`, values);
}

/** Refusals that are about what was sent rather than about who sent it. */
const INVALID: readonly RefusalCode[] = [
  'title-differs',
  'incomplete',
  'page-fails',
  'changed',
  'time-passed',
  'unchanged',
];

/**
 * The error of a refusal: 404 for what is not there or not theirs, 400 for what was sent, 403 for the
 * rest. Strapi shows its message, and its details carry the code for a translation.
 */
export function refused(code: RefusalCode, values?: Values): Error {
  const { text, ...details } = refusal(code, values);
  if (code === 'unknown') return new errors.NotFoundError(text, details);
  return INVALID.includes(code)
    ? new errors.ValidationError(text, details)
    : new errors.PolicyError(text, details);
}
