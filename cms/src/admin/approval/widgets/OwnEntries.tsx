import { Box, Flex, Typography } from '@strapi/design-system';
import { Widget } from '@strapi/strapi/admin';
import type { QueueEntry } from '../../../features/approval/api';
import { useWhileUsed } from '../../while-used';
import { QueueItem } from '../parts/QueueItem';
import { keyOf, may } from '../queue';
import { type QueueState, useQueueQuery } from '../service';
import { useWords } from '../words';

/** How often the list looks again, in milliseconds. */
const INTERVAL = 60_000;

function useOwn(state: QueueState) {
  const { named } = useWords();
  return useQueueQuery(
    { state, locale: named },
    { refetchOnMountOrArgChange: true, pollingInterval: useWhileUsed(INTERVAL) },
  );
}

/** An editor's own: what came back comes first, with what has to be changed. */
export function OwnEntries() {
  const { say } = useWords();
  const returned = useOwn('returned');
  const submitted = useOwn('submitted');
  const approved = useOwn('approved');
  if (returned.isError || submitted.isError || approved.isError) return <Widget.Error />;
  if (!returned.data || !submitted.data || !approved.data) return <Widget.Loading />;
  const lists = [
    { key: 'returned', entries: returned.data.entries },
    { key: 'toAgree', entries: submitted.data.entries.filter((entry) => may(entry, 'agree')) },
    { key: 'submitted', entries: submitted.data.entries.filter((entry) => !may(entry, 'agree')) },
    { key: 'approved', entries: approved.data.entries },
  ] as const;
  const shown = lists.filter(({ entries }) => entries.length > 0);
  if (shown.length === 0) return <Widget.NoData>{say('platform.own.empty')}</Widget.NoData>;
  return (
    <Flex direction="column" alignItems="stretch" gap={4}>
      {shown.map(({ key, entries }) => (
        <Part key={key} title={say(`platform.own.${key}`)} entries={entries} />
      ))}
    </Flex>
  );
}

function Part({ title, entries }: { readonly title: string; readonly entries: readonly QueueEntry[] }) {
  return (
    <Box tag="section">
      <Typography tag="h3" fontWeight="bold">
        {title}
      </Typography>
      <Box tag="ol">
        {entries.map((entry) => (
          <QueueItem key={keyOf(entry)} entry={entry} />
        ))}
      </Box>
    </Box>
  );
}
