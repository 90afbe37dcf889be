import { Box, EmptyStateLayout, Link } from '@strapi/design-system';
import { CheckCircle } from '@strapi/icons';
import { Layouts, Page } from '@strapi/strapi/admin';
import { Link as RouterLink } from 'react-router-dom';
import { useWhileUsed } from '../../while-used';
import { STEPS } from '../addresses';
import { WaitingProposals } from '../parts/WaitingProposals';
import { QueueList } from '../QueueList';
import { useQueueQuery, useWaitingProposalsQuery } from '../service';
import { useWords } from '../words';

/** How often the page looks again, in milliseconds. */
const INTERVAL = 60_000;

/** The whole queue: the oldest first. */
export function QueuePage() {
  const { say, named } = useWords();
  const { data, isError } = useQueueQuery(
    { state: 'submitted', locale: named },
    {
      refetchOnMountOrArgChange: true,
      pollingInterval: useWhileUsed(INTERVAL),
    },
  );
  const seconds = useWaitingProposalsQuery(
    { locale: named },
    { refetchOnMountOrArgChange: true, pollingInterval: useWhileUsed(INTERVAL) },
  );
  if (isError || seconds.isError) return <Page.Error content={say('platform.approval.failed')} />;
  if (!data || !seconds.data) return <Page.Loading />;
  const { entries } = data;
  const { proposals } = seconds.data;
  return (
    <Layouts.Root>
      <Page.Main>
        <Page.Title>{say('platform.queue.title')}</Page.Title>
        <Layouts.Header
          title={say('platform.queue.title')}
          subtitle={entries.length > 0 ? say('platform.queue.count', { count: entries.length }) : undefined}
          secondaryAction={
            <Link tag={RouterLink} to={STEPS}>
              {say('platform.steps.open')}
            </Link>
          }
        />
        <Layouts.Content>
          {proposals.length > 0 && (
            <Box background="neutral0" padding={5} hasRadius shadow="tableShadow" marginBottom={5}>
              <WaitingProposals proposals={proposals} />
            </Box>
          )}
          {entries.length === 0 ? (
            <EmptyStateLayout
              icon={<CheckCircle width="6rem" height="6rem" fill="success500" aria-hidden />}
              content={say(proposals.length > 0 ? 'platform.queue.emptyBesides' : 'platform.queue.empty')}
            />
          ) : (
            <Box background="neutral0" padding={5} hasRadius shadow="tableShadow">
              <QueueList entries={entries} />
            </Box>
          )}
        </Layouts.Content>
      </Page.Main>
    </Layouts.Root>
  );
}
