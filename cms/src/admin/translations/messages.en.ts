import type { MessageCode } from '../../features/approval/messages';

/**
 * The few of the server's messages that a form says better in English than the server does. All others
 * arrive in English already.
 */
export const messagesEn = {
  'platform.approval.problem.required': '{field}: is missing',
  'platform.approval.problem.alternative': '{field}: the picture has no text alternative',
  'platform.approval.problem.invalid': '{field}: {reason}',
  'platform.approval.problem.shared-changes':
    '{field}: not what is live in {language, select, bn {Bengali} other {English}}; both go live together',
  'platform.approval.problem.shared-disagrees':
    '{field}: the live languages disagree, Bengali {bn}, English {en}; approve both together',
  'platform.approval.problem.parts-differ':
    '{field}: not the same as in {language, select, bn {Bengali} other {English}}: {here, number} here, {there, number} there',
  'platform.approval.problem.address-taken':
    '{field}: the address “{key}” is taken by something else that is on the site, was withdrawn with a notice, or moved on from there. Choose another, or empty the field to get a free one',
} as const satisfies Partial<Record<MessageCode, string>>;
