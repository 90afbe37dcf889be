import { Box, Flex, Typography } from '@strapi/design-system';
import { Widget } from '@strapi/strapi/admin';
import { useIntl } from 'react-intl';
import { useWords } from '../approval/words';
import { LeftOutList } from '../publication/LeftOutList';
import { useSiteStatusQuery } from '../publication/service';

/** How often the widget looks again, in milliseconds. */
const INTERVAL = 5_000;

/** On the admin's home: whether everything approved is live, and what keeps it from being so. */
export default function PublicationWidget() {
  const { formatMessage } = useIntl();
  const { moment } = useWords();
  const { data: status, isError } = useSiteStatusQuery(
    { brief: true },
    { refetchOnMountOrArgChange: true, pollingInterval: INTERVAL },
  );
  if (isError) return <Widget.Error />;
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
