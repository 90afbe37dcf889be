import { Box, Flex, Typography } from '@strapi/design-system';
import { useFetchClient, Widget } from '@strapi/strapi/admin';
import { useEffect, useState } from 'react';
import { useIntl } from 'react-intl';
import type { SiteStatus } from '../../publication/api';
import { useWords } from '../approval/words';
import { LeftOutList } from '../publication/LeftOutList';

/** How often the widget looks again, in milliseconds. */
const INTERVAL = 5_000;

function useStatus() {
  const { get } = useFetchClient();
  const [status, setStatus] = useState<SiteStatus>();
  const [failed, setFailed] = useState(false);
  useEffect(() => {
    const look = () =>
      get<SiteStatus>('/platform/publication').then(
        ({ data }) => {
          setStatus(data);
          setFailed(false);
        },
        () => setFailed(true),
      );
    void look();
    const timer = setInterval(look, INTERVAL);
    return () => clearInterval(timer);
  }, [get]);
  return { status, failed };
}

/** On the admin's home: whether everything approved is live, and what keeps it from being so. */
export default function PublicationWidget() {
  const { formatMessage } = useIntl();
  const { moment } = useWords();
  const { status, failed } = useStatus();
  if (failed) return <Widget.Error />;
  if (!status) return <Widget.Loading />;
  const {
    builds: [build],
    upToDate,
    leftOut,
  } = status;
  if (!build) return <Widget.NoData>{formatMessage({ id: 'platform.publication.never' })}</Widget.NoData>;
  const state = build.ok ? (upToDate ? 'live' : 'waiting') : 'failed';
  const when = moment(build.finishedAt);
  return (
    <Flex direction="column" alignItems="stretch" gap={3}>
      <Typography textColor={build.ok ? 'neutral800' : 'danger600'}>
        {formatMessage({ id: `platform.publication.${state}` }, { when })}
      </Typography>
      {build.error && <Typography variant="pi">{build.error}</Typography>}
      {leftOut.length > 0 && (
        <Box>
          <Typography fontWeight="bold">{formatMessage({ id: 'platform.publication.leftOut' })}</Typography>
          <LeftOutList entries={leftOut} />
        </Box>
      )}
    </Flex>
  );
}
