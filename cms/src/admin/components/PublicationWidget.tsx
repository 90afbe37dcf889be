import { Box, Flex, Link, Typography } from '@strapi/design-system';
import { useFetchClient, Widget } from '@strapi/strapi/admin';
import { useEffect, useState } from 'react';
import { useIntl } from 'react-intl';
import { Link as RouterLink } from 'react-router-dom';
import { useWords } from '../approval/words';

/** How often the widget looks again, in milliseconds. */
const INTERVAL = 5_000;

interface LeftOut {
  readonly type: string;
  readonly documentId: string;
  readonly locale: string;
  readonly key?: string;
  readonly title?: string;
  readonly problem: string;
}

interface Status {
  readonly upToDate: boolean;
  readonly report: {
    readonly ok: boolean;
    readonly finishedAt: string;
    readonly error?: string;
    readonly leftOut: readonly LeftOut[];
  } | null;
}

function useStatus() {
  const { get } = useFetchClient();
  const [status, setStatus] = useState<Status>();
  const [failed, setFailed] = useState(false);
  useEffect(() => {
    const look = () =>
      get<Status>('/platform/publication').then(
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
  const { report, upToDate } = status;
  if (!report) return <Widget.NoData>{formatMessage({ id: 'platform.publication.never' })}</Widget.NoData>;
  const state = report.ok ? (upToDate ? 'live' : 'waiting') : 'failed';
  const when = moment(report.finishedAt);
  return (
    <Flex direction="column" alignItems="stretch" gap={3}>
      <Typography textColor={report.ok ? 'neutral800' : 'danger600'}>
        {formatMessage({ id: `platform.publication.${state}` }, { when })}
      </Typography>
      {report.error && <Typography variant="pi">{report.error}</Typography>}
      {report.leftOut.length > 0 && (
        <Box>
          <Typography fontWeight="bold">{formatMessage({ id: 'platform.publication.leftOut' })}</Typography>
          <ul>
            {report.leftOut.map((entry) => (
              <li key={`${entry.documentId}/${entry.locale}`}>
                <LeftOutEntry entry={entry} />
              </li>
            ))}
          </ul>
        </Box>
      )}
    </Flex>
  );
}

function LeftOutEntry({ entry }: { readonly entry: LeftOut }) {
  const { formatMessage } = useIntl();
  const { type, documentId, locale, title, key, problem } = entry;
  const uid = `api::${type}.${type}`;
  const to = `/content-manager/collection-types/${uid}/${documentId}?plugins[i18n][locale]=${locale}`;
  const words = { title: title ?? key ?? documentId, language: locale, problem };
  return (
    <Typography>
      {formatMessage({ id: 'platform.publication.problem' }, words)}{' '}
      <Link tag={RouterLink} to={to}>
        {formatMessage({ id: 'platform.publication.open' })}
      </Link>
    </Typography>
  );
}
