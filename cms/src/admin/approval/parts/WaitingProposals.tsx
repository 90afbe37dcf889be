import { Box, Flex, LinkButton, Typography } from '@strapi/design-system';
import { Link as RouterLink } from 'react-router-dom';
import type { WaitingProposal } from '../../../approval/api';
import { reviewPath } from '../addresses';
import { agoInWords } from '../moments';
import { useWords } from '../words';

/** What waits for a second person, the oldest first; nothing where nothing does. */
export function WaitingProposals({ proposals }: { readonly proposals: readonly WaitingProposal[] }) {
  const { say } = useWords();
  if (proposals.length === 0) return null;
  return (
    <Box tag="section" aria-labelledby="waiting-proposals">
      <Typography tag="h2" variant="delta" id="waiting-proposals">
        {say('platform.second.waiting')}
      </Typography>
      <Box tag="ol">
        {proposals.map((proposal) => (
          <Item key={proposal.id} proposal={proposal} />
        ))}
      </Box>
    </Box>
  );
}

function Item({ proposal }: { readonly proposal: WaitingProposal }) {
  const { say, typeName, locale, person } = useWords();
  const { kind, type, document, language, title, ministryName, proposedBy, proposedAt } = proposal;
  const open = say('platform.queue.read');
  const about = [typeName(type), ministryName || say('platform.queue.noMinistry')];
  return (
    <Flex tag="li" gap={3} wrap="wrap" alignItems="flex-start" paddingTop={3} paddingBottom={3}>
      <Box flex="1" minWidth="16rem" style={{ overflowWrap: 'anywhere' }}>
        <Typography tag="p" fontWeight="bold">
          {say(`platform.second.kind.${kind}`)}: {title}
        </Typography>
        <Typography tag="p" variant="pi" textColor="neutral700">
          {about.join(' · ')}
        </Typography>
        <Typography tag="p" variant="pi">
          {say('platform.second.ago', {
            by: person(proposedBy),
            ago: agoInWords(proposedAt, locale),
          })}
        </Typography>
      </Box>
      <LinkButton
        tag={RouterLink}
        to={reviewPath({ type, document, language: language ?? 'bn' })}
        size="S"
        variant="secondary"
        aria-label={`${open}: ${title}`}
      >
        {open}
      </LinkButton>
    </Flex>
  );
}
