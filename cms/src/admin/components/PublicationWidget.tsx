import { Box, Flex, Typography } from '@strapi/design-system';
import { Widget } from '@strapi/strapi/admin';
import { useWords } from '../approval/words';
import { InShort } from '../publication/InShort';
import { LeftOutList } from '../publication/LeftOutList';
import { useSiteStatusQuery } from '../publication/service';
import { UnwrittenList } from '../publication/UnwrittenList';
import { useWhileUsed } from '../while-used';

/** How often the widget looks again, in milliseconds. */
const INTERVAL = 5_000;

/** On the admin's home: whether everything approved is live, and what keeps it from being so. */
export default function PublicationWidget() {
  const { say } = useWords();
  const { data: status, isError } = useSiteStatusQuery(
    { brief: true },
    { refetchOnMountOrArgChange: true, pollingInterval: useWhileUsed(INTERVAL) },
  );
  if (isError) return <Widget.Error />;
  if (!status) return <Widget.Loading />;
  const { leftOut, unwritten } = status;
  return (
    <Flex direction="column" alignItems="stretch" gap={3}>
      <InShort status={status} />
      {leftOut.length > 0 && (
        <Box>
          <Typography fontWeight="bold">{say('platform.publication.leftOut')}</Typography>
          <LeftOutList entries={leftOut} />
        </Box>
      )}
      <UnwrittenList unwritten={unwritten} />
    </Flex>
  );
}
