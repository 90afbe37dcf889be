import { Box, Flex, Link, Typography } from '@strapi/design-system';
import { Link as RouterLink } from 'react-router-dom';
import type { Comparison } from '../../../features/approval/api';
import type { State } from '../../../features/documents/api';
import { reviewPath } from '../addresses';
import type { EntryLanguage } from '../service';
import { useWords } from '../words';
import { Changes } from './Changes';

interface TogetherProps {
  readonly subject: EntryLanguage;
  readonly comparison: Comparison;
  readonly state: State;
}

/** What changes in another language that goes live together with the one that is looked at. */
export function Together({ subject, comparison, state }: TogetherProps) {
  const { say, nameOfLanguage } = useWords();
  return (
    <Flex direction="column" alignItems="stretch" gap={3} paddingTop={6}>
      <Typography tag="h2" variant="beta">
        {say('platform.approval.together.title', { language: nameOfLanguage(subject.language) })}
      </Typography>
      <Box>
        <Typography tag="p">{say('platform.approval.together.why')}</Typography>
        <Link tag={RouterLink} to={reviewPath(subject)}>
          {say('platform.approval.openLanguage')}
        </Link>
      </Box>
      <Changes type={subject.type} comparison={comparison} state={state} />
    </Flex>
  );
}
