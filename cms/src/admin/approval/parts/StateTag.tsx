import { Badge, Flex } from '@strapi/design-system';
import { ArrowLeft, CheckCircle, Clock, Cross, File, Pencil } from '@strapi/icons';
import type { LanguageApproval } from '../../../features/approval/api';
import { useWords } from '../words';

const LOOKS = {
  none: { icon: File, background: 'neutral150', colour: 'neutral800' },
  draft: { icon: Pencil, background: 'neutral150', colour: 'neutral800' },
  submitted: { icon: Clock, background: 'primary100', colour: 'primary700' },
  returned: { icon: ArrowLeft, background: 'danger100', colour: 'danger700' },
  approved: { icon: Clock, background: 'success100', colour: 'success700' },
  live: { icon: CheckCircle, background: 'success100', colour: 'success700' },
  'live-with-draft': { icon: Pencil, background: 'success100', colour: 'success700' },
  withdrawn: { icon: Cross, background: 'warning100', colour: 'neutral800' },
} as const;

/** How far one language of an entry has come, as a sign and in words. */
export function StateTag({ state, step, exists }: Pick<LanguageApproval, 'state' | 'step' | 'exists'>) {
  const { say } = useWords();
  const shown = exists ? state : 'none';
  const { icon: Icon, background, colour } = LOOKS[shown];
  const words =
    shown === 'submitted' && step
      ? say(`platform.approval.state.submitted.${step}`)
      : say(`platform.approval.state.${shown}`);
  return (
    <Badge backgroundColor={background} textColor={colour} size="M" padding={2} style={{ maxWidth: '100%' }}>
      <Flex tag="span" gap={1} alignItems="center" style={{ textTransform: 'none', whiteSpace: 'normal' }}>
        <Icon fill={colour} width="1.2rem" height="1.2rem" aria-hidden style={{ flex: 'none' }} />
        {words}
      </Flex>
    </Badge>
  );
}
