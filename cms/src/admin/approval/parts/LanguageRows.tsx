import { Box, Flex, Link, Typography } from '@strapi/design-system';
import { Link as RouterLink } from 'react-router-dom';
import type { EntryApproval, Language, LanguageApproval } from '../../../features/approval/api';
import { useWords } from '../words';
import { StateTag } from './StateTag';

interface LanguageRowsProps {
  readonly entry: EntryApproval;
  /** The language that the reader looks at. */
  readonly current: Language;
  /** Where another language is opened; undefined where it cannot be. */
  to(language: LanguageApproval): string | undefined;
}

/** Both languages of an entry: how far each has come, and the way to the other one. */
export function LanguageRows({ entry, current, to }: LanguageRowsProps) {
  const { say, nameOfLanguage } = useWords();
  return (
    <Box tag="ul">
      {entry.languages.map((approval) => {
        const { language, exists } = approval;
        const address = language === current ? undefined : to(approval);
        return (
          <Flex
            key={language}
            tag="li"
            aria-current={language === current ? 'true' : undefined}
            gap={2}
            wrap="wrap"
            paddingTop={1}
            paddingBottom={1}
          >
            <Typography fontWeight={language === current ? 'bold' : undefined}>
              {nameOfLanguage(language)}
            </Typography>
            <StateTag {...approval} />
            {address && (
              <Link
                tag={RouterLink}
                to={address}
                aria-label={`${say(exists ? 'platform.approval.openLanguage' : 'platform.approval.writeLanguage')}: ${nameOfLanguage(language)}`}
              >
                {say(exists ? 'platform.approval.openLanguage' : 'platform.approval.writeLanguage')}
              </Link>
            )}
          </Flex>
        );
      })}
    </Box>
  );
}
