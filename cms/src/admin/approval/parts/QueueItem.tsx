import { Box, Checkbox, Flex, LinkButton, Typography } from '@strapi/design-system';
import { Link as RouterLink } from 'react-router-dom';
import type { QueueEntry } from '../../../features/approval/api';
import { entryPath, reviewPath } from '../addresses';
import { agoInWords, waitsLong } from '../moments';
import { may } from '../queue';
import { useWords } from '../words';
import { Remark } from './Remark';

interface QueueItemProps {
  readonly entry: QueueEntry;
  /** Left out where entries cannot be selected. */
  readonly selected?: boolean;
  onSelect?(selected: boolean): void;
}

/** One waiting entry: what it is, whose, and for how long it has waited. */
export function QueueItem({ entry, selected, onSelect }: QueueItemProps) {
  const { say, typeName, nameOfLanguage, moment, locale, person } = useWords();
  const {
    title,
    type,
    language,
    ministryName,
    submittedAt,
    submittedBy,
    note,
    comment,
    step,
    publishAt,
    state,
  } = entry;
  const about = [
    typeName(type),
    nameOfLanguage(language),
    ministryName || say('platform.queue.noMinistry'),
    ...(step === 'ministry' ? [say('platform.queue.ministryStep')] : []),
  ];
  const decides = may(entry, 'approve') || may(entry, 'agree') || may(entry, 'return');
  const open = say(decides ? 'platform.queue.read' : 'platform.approval.edit');
  const ago = submittedAt && agoInWords(submittedAt, locale);
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
      {onSelect && (
        <Checkbox
          checked={selected}
          aria-label={say('platform.queue.select', { title, language: nameOfLanguage(language) })}
          onCheckedChange={(checked) => onSelect(checked === true)}
        />
      )}
      <Box flex="1" minWidth="16rem" style={{ overflowWrap: 'anywhere' }}>
        <Typography tag="p" fontWeight="bold" lang={language}>
          {title}
        </Typography>
        <Typography tag="p" variant="pi" textColor="neutral700">
          {about.join(' · ')}
        </Typography>
        {ago && (
          <Typography tag="p" variant="pi" fontWeight={waitsLong(submittedAt) ? 'bold' : undefined}>
            {say('platform.approval.submittedBy', {
              ago,
              by: person(submittedBy),
            })}
          </Typography>
        )}
        {state === 'approved' && publishAt && (
          <Typography tag="p" variant="pi">
            {say('platform.approval.goesLive', { when: moment(publishAt) })}
          </Typography>
        )}
        {state === 'returned' && comment && <Remark tone="danger">{comment}</Remark>}
        {note && (
          <Typography tag="p" variant="pi" textColor="neutral700">
            “{note}”
          </Typography>
        )}
      </Box>
      <LinkButton
        tag={RouterLink}
        to={decides ? reviewPath(entry) : entryPath(entry)}
        size="S"
        variant={decides ? 'secondary' : 'tertiary'}
        aria-label={`${open}: ${title} (${nameOfLanguage(language)})`}
      >
        {open}
      </LinkButton>
    </Flex>
  );
}
