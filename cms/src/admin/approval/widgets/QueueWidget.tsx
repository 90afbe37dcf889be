import { Box, Flex, Link, Typography } from '@strapi/design-system';
import { Widget } from '@strapi/strapi/admin';
import { Link as RouterLink } from 'react-router-dom';
import type { QueueEntry } from '../../../approval/api';
import { QUEUE } from '../addresses';
import { QueueItem } from '../parts/QueueItem';
import { keyOf } from '../queue';
import { useQueueQuery } from '../service';
import { useWords } from '../words';

/** How many of the longest waiting the home page shows. */
const FIRST = 6;
/** How often the widget looks again, in milliseconds. */
const INTERVAL = 60_000;

/** On the home page: what waits longest. */
export default function QueueWidget() {
  const { say } = useWords();
  const { data, isError } = useQueueQuery(undefined, {
    refetchOnMountOrArgChange: true,
    pollingInterval: INTERVAL,
  });
  if (isError) return <Widget.Error />;
  if (!data) return <Widget.Loading />;
  const { entries } = data;
  if (entries.length === 0) return <Widget.NoData>{say('platform.queue.empty')}</Widget.NoData>;
  return (
    <Flex direction="column" alignItems="stretch" gap={2}>
      <Typography tag="p">{say('platform.queue.count', { count: entries.length })}</Typography>
      <First entries={entries} />
      <Link tag={RouterLink} to={QUEUE}>
        {entries.length > FIRST
          ? say('platform.queue.all', { count: entries.length })
          : say('platform.queue.page')}
      </Link>
    </Flex>
  );
}

function First({ entries }: { readonly entries: readonly QueueEntry[] }) {
  return (
    <Box tag="ol">
      {entries.slice(0, FIRST).map((entry) => (
        <QueueItem key={keyOf(entry)} entry={entry} />
      ))}
    </Box>
  );
}
