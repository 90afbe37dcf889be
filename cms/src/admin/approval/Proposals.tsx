import { Box, Button, Flex, Typography } from '@strapi/design-system';
import { useState } from 'react';
import type { Proposal, ProposalAction } from '../../features/approval/api';
import { SecondDialog } from './dialogs/SecondDialog';
import { Remark } from './parts/Remark';
import type { EntryLanguage } from './service';
import { useWords } from './words';

type Document = Pick<EntryLanguage, 'type' | 'document'>;

interface ProposalsProps extends Document {
  readonly proposals: readonly Proposal[];
  /** Leaves out letting a version go live where the reader has not read it. */
  readonly unread?: boolean;
}

/** What of an entry waits for a second person, and what the reader may do about it. */
export function Proposals({ proposals, ...props }: ProposalsProps) {
  return proposals.map((proposal) => <OneProposal key={proposal.id} {...props} proposal={proposal} />);
}

/** What only another super admin confirms. */
const SUPER_ADMINS: readonly Proposal['kind'][] = ['override', 'erase'];

const VARIANTS = { confirm: 'danger-light', decline: 'secondary', 'take-back': 'tertiary' } as const;

interface OneProposalProps extends Omit<ProposalsProps, 'proposals'> {
  readonly proposal: Proposal;
}

function OneProposal({ proposal, unread = false, ...document }: OneProposalProps) {
  const { say, tell, nameOfLanguage, moment, person } = useWords();
  const [open, setOpen] = useState<ProposalAction>();
  const { kind, language, reason, notice, publishAt, proposedBy, proposedAt, expiresAt, somebody } = proposal;
  const offered = proposal.actions.filter(
    ({ action }) => !(unread && kind === 'override' && action === 'confirm'),
  );
  const title = [say(`platform.second.kind.${kind}`), ...(language ? [nameOfLanguage(language)] : [])];
  return (
    <Remark tone="warning" title={title.join(' · ')}>
      <Flex direction="column" alignItems="stretch" gap={2} paddingTop={1}>
        <Typography tag="p" variant="pi">
          {say('platform.second.by', {
            by: person(proposedBy),
            when: moment(proposedAt),
          })}
        </Typography>
        {reason && (
          <Typography tag="p" style={{ whiteSpace: 'pre-line' }}>
            “{reason}”
          </Typography>
        )}
        {notice && (
          <>
            <Typography tag="p" lang="bn" style={{ whiteSpace: 'pre-line' }}>
              {notice.bn}
            </Typography>
            <Typography tag="p" lang="en" style={{ whiteSpace: 'pre-line' }}>
              {notice.en}
            </Typography>
          </>
        )}
        {publishAt && (
          <Typography tag="p" variant="pi">
            {say('platform.approval.goesLive', { when: moment(publishAt) })}
          </Typography>
        )}
        <Typography tag="p" variant="pi">
          {say('platform.second.until', { when: moment(expiresAt) })}
        </Typography>
        {!somebody && (
          <Typography tag="p" fontWeight="bold">
            {say(
              SUPER_ADMINS.includes(kind) ? 'platform.second.nobody.super-admin' : 'platform.second.nobody',
            )}
          </Typography>
        )}
        {offered.map(({ action, allowed, reason: whyNot }) => (
          <Box key={action}>
            <Button
              fullWidth
              type="button"
              size="S"
              variant={VARIANTS[action]}
              disabled={!allowed}
              aria-describedby={whyNot ? `why-not-${action}-${proposal.id}` : undefined}
              onClick={() => setOpen(action)}
            >
              {say(`platform.second.${action}`)}
            </Button>
            {whyNot && (
              <Typography tag="p" id={`why-not-${action}-${proposal.id}`} variant="pi" paddingTop={1}>
                {tell(whyNot)}
              </Typography>
            )}
          </Box>
        ))}
      </Flex>
      {open && (
        <SecondDialog {...document} proposal={proposal} action={open} onClose={() => setOpen(undefined)} />
      )}
    </Remark>
  );
}
