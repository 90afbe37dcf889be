import { Box, Flex, Typography } from '@strapi/design-system';
import { Widget } from '@strapi/strapi/admin';
import { useIntl } from 'react-intl';
import { agoInWords, lengthInWords } from '../moments';
import { useNumbersQuery } from '../service';
import { useWords } from '../words';

/** How long approvals take, and where something waits. */
export default function NumbersWidget() {
  const { say, locale, named } = useWords();
  const { formatNumber } = useIntl();
  const { data, isError } = useNumbersQuery({ locale: named }, { refetchOnMountOrArgChange: true });
  if (isError) return <Widget.Error />;
  if (!data) return <Widget.Loading />;
  const { waiting, medianHours, approved } = data;
  return (
    <Flex direction="column" alignItems="stretch" gap={4}>
      <Flex gap={6} wrap="wrap" alignItems="flex-start">
        {medianHours === null ? (
          <Typography tag="p">{say('platform.numbers.medianNone')}</Typography>
        ) : (
          <>
            <Figure
              what={say('platform.numbers.median')}
              value={lengthInWords(medianHours, locale)}
              hint={say('platform.numbers.medianHint')}
            />
            <Figure what={say('platform.numbers.approved')} value={formatNumber(approved)} />
          </>
        )}
      </Flex>
      <Box>
        <Typography tag="h3" fontWeight="bold">
          {say('platform.numbers.waiting')}
        </Typography>
        {waiting.length === 0 && <Typography tag="p">{say('platform.numbers.none')}</Typography>}
        <ul>
          {waiting.map(({ ministry, name, count, oldest }) => (
            <Flex tag="li" key={ministry ?? ''} gap={3} justifyContent="space-between" paddingTop={1}>
              <Typography>{name || say('platform.queue.noMinistry')}</Typography>
              <Typography>
                <strong>{formatNumber(count)}</strong>{' '}
                {say('platform.numbers.oldest', { ago: agoInWords(oldest, locale) })}
              </Typography>
            </Flex>
          ))}
        </ul>
      </Box>
    </Flex>
  );
}

interface FigureProps {
  readonly what: string;
  readonly value: string;
  readonly hint?: string;
}

function Figure({ what, value, hint }: FigureProps) {
  return (
    <Box>
      <Typography tag="p" variant="pi" textColor="neutral700">
        {what}
      </Typography>
      <Typography tag="p" variant="alpha">
        {value}
      </Typography>
      {hint && (
        <Typography tag="p" variant="pi" textColor="neutral700">
          {hint}
        </Typography>
      )}
    </Box>
  );
}
