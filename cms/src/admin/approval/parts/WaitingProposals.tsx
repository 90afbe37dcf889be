import { Box, Flex, LinkButton, Typography } from '@strapi/design-system';
import { Link as RouterLink } from 'react-router-dom';
import type { WaitingProposal } from '../../../features/approval/api';
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
  const { say, typeName, nameOfLanguage, locale, person } = useWords();
  const { kind, type, document, language, title, ministryName, proposedBy, proposedAt, actions } = proposal;
  const decides = actions.some(({ action, allowed }) => action !== 'take-back' && allowed);
  const open = say(decides ? 'platform.queue.read' : 'platform.approval.openLanguage');
  const about = [
    typeName(type),
    ...(language ? [nameOfLanguage(language)] : []),
    ministryName || say('platform.queue.noMinistry'),
  ];
  return (
    <Flex
      tag="li"
      gap={3}
      wrap="wrap"
      alignItems="flex-start"
      paddingTop={3}
      paddingBottom={3}
      borderWidth="0 0 1px 0"
      borderStyle="solid"
      borderColor="neutral150"
    >
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
        variant={decides ? 'secondary' : 'tertiary'}
        aria-label={`${open}: ${title}`}
      >
        {open}
      </LinkButton>
    </Flex>
  );
}
