import type { MessageCode } from '../../approval/messages';

/**
 * The few of the server's messages that a form says better in English than the server does. All others
 * arrive in English already.
 */
export const messagesEn = {
  'platform.approval.problem.required': '{field}: is missing',
  'platform.approval.problem.alternative': '{field}: the picture has no text alternative',
  'platform.approval.problem.invalid': '{field}: {reason}',
} as const satisfies Partial<Record<MessageCode, string>>;
