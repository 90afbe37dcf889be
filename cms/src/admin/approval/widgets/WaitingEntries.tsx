import { Box, Flex, Typography } from '@strapi/design-system';
import { Widget } from '@strapi/strapi/admin';
import { useState } from 'react';
import { useWhileUsed } from '../../while-used';
import { QueueFilters } from '../parts/QueueFilters';
import { QueueItem } from '../parts/QueueItem';
import { Remark } from '../parts/Remark';
import { WaitingProposals } from '../parts/WaitingProposals';
import { ALL, keyOf, narrow } from '../queue';
import { useQueueQuery, useWaitingProposalsQuery } from '../service';
import { useWords } from '../words';

/** How many of the longest waiting are shown at once. */
const FIRST = 6;
/** How often the list looks again, in milliseconds. */
const INTERVAL = 60_000;

/** What waits for the moderators, the oldest first. */
export function WaitingEntries() {
  const { say, named } = useWords();
  const [filter, setFilter] = useState(ALL);
  const { data, isError } = useQueueQuery(
    { state: 'submitted', locale: named },
    { refetchOnMountOrArgChange: true, pollingInterval: useWhileUsed(INTERVAL) },
  );
  const seconds = useWaitingProposalsQuery(
    { locale: named },
    { refetchOnMountOrArgChange: true, pollingInterval: useWhileUsed(INTERVAL) },
  );
  if (isError || seconds.isError) return <Widget.Error />;
  if (!data || !seconds.data) return <Widget.Loading />;
  const { entries } = data;
  const { proposals } = seconds.data;
  if (entries.length === 0 && proposals.length === 0)
    return <Widget.NoData>{say('platform.queue.empty')}</Widget.NoData>;
  const shown = narrow(entries, filter);
  return (
    <Flex direction="column" alignItems="stretch" gap={2}>
      <WaitingProposals proposals={proposals} />
      <Typography tag="p">
        {entries.length === 0
          ? say('platform.queue.emptyBesides')
          : say('platform.queue.count', { count: entries.length })}
      </Typography>
      {entries.length > FIRST && <QueueFilters entries={entries} filter={filter} onChange={setFilter} />}
      {shown.length === 0 && entries.length > 0 && (
        <Remark tone="info">{say('platform.queue.emptyFilter')}</Remark>
      )}
      <Box tag="ol">
        {shown.slice(0, FIRST).map((entry) => (
          <QueueItem key={keyOf(entry)} entry={entry} />
        ))}
      </Box>
    </Flex>
  );
}
