import { Box, Button, type ButtonProps, Flex, Typography } from '@strapi/design-system';
import { type ComponentType, useState } from 'react';
import type { ActionOffer, EntryApproval, LanguageApproval, ProposalKind } from '../../features/approval/api';
import { AgreeDialog } from './dialogs/AgreeDialog';
import { ApproveDialog } from './dialogs/ApproveDialog';
import { BackToDraftDialog } from './dialogs/BackToDraftDialog';
import type { DialogProps } from './dialogs/dialog';
import { EraseDialog } from './dialogs/EraseDialog';
import { OverrideDialog } from './dialogs/OverrideDialog';
import { RemoveNoticeDialog } from './dialogs/RemoveNoticeDialog';
import { ReturnDialog } from './dialogs/ReturnDialog';
import { SubmitDialog } from './dialogs/SubmitDialog';
import { UnpublishDialog } from './dialogs/UnpublishDialog';
import { WithdrawDialog } from './dialogs/WithdrawDialog';
import type { Digests, EntryLanguage } from './service';
import { useWords } from './words';

interface Look {
  /** The action, and the name of its dialog. */
  readonly name: ActionOffer['action'] | 'override' | 'remove-notice';
  readonly label: Parameters<ReturnType<typeof useWords>['say']>[0];
  readonly variant: ButtonProps['variant'];
  readonly Dialog: ComponentType<DialogProps>;
}

/** The actions in the order in which they are offered: what moves the entry on comes first. */
const LOOKS: readonly Look[] = [
  { name: 'submit', label: 'platform.approval.submit', variant: 'default', Dialog: SubmitDialog },
  { name: 'approve', label: 'platform.approval.approve', variant: 'default', Dialog: ApproveDialog },
  { name: 'agree', label: 'platform.approval.agree', variant: 'default', Dialog: AgreeDialog },
  { name: 'override', label: 'platform.approval.override', variant: 'danger-light', Dialog: OverrideDialog },
  { name: 'return', label: 'platform.approval.return', variant: 'secondary', Dialog: ReturnDialog },
  {
    name: 'take-back',
    label: 'platform.approval.take-back',
    variant: 'tertiary',
    Dialog: (props) => <BackToDraftDialog {...props} action="take-back" />,
  },
  {
    name: 'cancel',
    label: 'platform.approval.cancel-schedule',
    variant: 'tertiary',
    Dialog: (props) => <BackToDraftDialog {...props} action="cancel" />,
  },
  { name: 'withdraw', label: 'platform.approval.withdraw', variant: 'danger-light', Dialog: WithdrawDialog },
  {
    name: 'unpublish',
    label: 'platform.approval.unpublish',
    variant: 'danger-light',
    Dialog: UnpublishDialog,
  },
  {
    name: 'remove-notice',
    label: 'platform.approval.remove-notice',
    variant: 'danger-light',
    Dialog: RemoveNoticeDialog,
  },
  { name: 'erase', label: 'platform.approval.erase', variant: 'danger-light', Dialog: EraseDialog },
];

/** What an action is called where it may only be asked of a second person. */
const ASKED: Partial<Record<ActionOffer['action'], Look['name']>> = {
  approve: 'override',
  unpublish: 'remove-notice',
};

/** What is asked of a second person only once. */
const PROPOSED: Partial<Record<Look['name'], ProposalKind>> = {
  override: 'override',
  'remove-notice': 'notice-removal',
  erase: 'erase',
};

/** Labels take two lines where the panel is narrow. */
const WRAPPED = { height: 'auto', minHeight: '3.2rem' } as const;

interface EntryActionsProps {
  readonly subject: EntryLanguage;
  readonly entry: EntryApproval;
  readonly approval: LanguageApproval;
  readonly digest: string;
  /** The versions of other languages that go live together with it. */
  readonly also?: Digests | undefined;
  /** Leaves the decisions out where the reader has not read what they decide on. */
  readonly withoutDecisions?: boolean;
  /** Set while nothing can be done, as long as there are changes that are not saved. */
  readonly disabled?: boolean;
}

/** What the reader may do with one language of an entry; what they may not do says why. */
export function EntryActions({ disabled = false, withoutDecisions = false, ...props }: EntryActionsProps) {
  const { say } = useWords();
  const [open, setOpen] = useState<string>();
  const decides = props.approval.actions.some(
    ({ action, allowed }) => (action === 'approve' || action === 'agree') && allowed,
  );
  const waits = ({ name }: Look) =>
    props.entry.proposals.some(
      ({ kind, language }) =>
        kind === PROPOSED[name] && (language === null || language === props.subject.language),
    );
  const label = ({ name, label: usual }: Look) =>
    name === 'withdraw' && props.approval.notice ? 'platform.approval.change-notice' : usual;
  const offered = LOOKS.flatMap((look) => {
    const action = props.approval.actions.find((offer) => nameOf(offer) === look.name);
    if (!action || (withoutDecisions && isDecision(action.action))) return [];
    // Who decides returns what is not good enough, and says why.
    if (action.action === 'take-back' && decides) return [];
    return [{ look, action }];
  });
  const Dialog = offered.find(({ look }) => look.name === open)?.look.Dialog;
  return (
    <Flex direction="column" alignItems="stretch" gap={2}>
      {offered.map(({ look, action }) => (
        <Box key={look.name}>
          <Button
            fullWidth
            type="button"
            variant={look.variant}
            style={WRAPPED}
            disabled={disabled || !action.allowed || waits(look)}
            aria-describedby={`why-not-${look.name}`}
            onClick={() => setOpen(look.name)}
          >
            {say(label(look))}
          </Button>
          <WhyNot look={look} action={action} waits={waits(look)} />
        </Box>
      ))}
      {Dialog && <Dialog {...props} onClose={() => setOpen(undefined)} />}
    </Flex>
  );
}

const DECISIONS: readonly ActionOffer['action'][] = ['approve', 'agree', 'return'];

/** Whether an action decides on what somebody else has written. */
export const isDecision = (action: ActionOffer['action']) => DECISIONS.includes(action);

const nameOf = ({ action, asks = false }: ActionOffer) => (asks && ASKED[action]) || action;

interface WhyNotProps {
  readonly look: Look;
  readonly action: ActionOffer;
  readonly waits: boolean;
}

function WhyNot({ look, action: { allowed, reason }, waits }: WhyNotProps) {
  const { say, tell } = useWords();
  if (!waits && (allowed || !reason)) return null;
  return (
    <Typography tag="p" id={`why-not-${look.name}`} variant="pi" textColor="neutral700" paddingTop={1}>
      {waits || !reason ? say('platform.second.waits') : tell(reason)}
    </Typography>
  );
}
