import { Flex, Link, Typography } from '@strapi/design-system';
import { Layouts, Page } from '@strapi/strapi/admin';
import { Link as RouterLink } from 'react-router-dom';
import type { WaitingChange } from '../../features/publication/api';
import { entryPath } from '../approval/addresses';
import { Card } from '../approval/parts/Card';
import { useWords } from '../approval/words';
import { useWhileUsed } from '../while-used';
import { Backups } from './Backups';
import { BuildTable } from './BuildTable';
import { Differed, InShort } from './InShort';
import { LeftOutList } from './LeftOutList';
import { MailTrouble } from './MailTrouble';
import { useSiteStatusQuery } from './service';

/** Milliseconds between two looks. */
const INTERVAL = 5_000;
const PERMISSIONS = [{ action: 'api::status.read', subject: null }];

export default function StatusPage() {
  return (
    <Page.Protect permissions={PERMISSIONS}>
      <Status />
    </Page.Protect>
  );
}

/** For moderators and operators: whether all that was approved is live, and what keeps it from being so. */
function Status() {
  const { say } = useWords();
  const { data, isError } = useSiteStatusQuery(
    { brief: false },
    { refetchOnMountOrArgChange: true, pollingInterval: useWhileUsed(INTERVAL) },
  );
  if (!data && isError) return <Page.Error content={say('platform.status.failed')} />;
  if (!data) return <Page.Loading />;
  return (
    <Layouts.Root>
      <Page.Main>
        <Page.Title>{say('platform.status.title')}</Page.Title>
        <Layouts.Header title={say('platform.status.title')} />
        <Layouts.Content>
          <Flex direction="column" alignItems="stretch" gap={5} paddingBottom={8}>
            <InShort status={data} />
            <Differed builds={data.builds} />
            {data.waiting.length > 0 && (
              <Card title={say('platform.status.waits')}>
                <Waiting changes={data.waiting} />
              </Card>
            )}
            {data.leftOut.length > 0 && (
              <Card title={say('platform.publication.leftOut')}>
                <LeftOutList entries={data.leftOut} />
              </Card>
            )}
            {data.mail && <MailTrouble mail={data.mail} />}
            {data.backup && <Backups backup={data.backup} />}
            <Card title={say('platform.status.builds')}>
              <BuildTable builds={data.builds} />
            </Card>
          </Flex>
        </Layouts.Content>
      </Page.Main>
    </Layouts.Root>
  );
}

function Waiting({ changes }: { readonly changes: readonly WaitingChange[] }) {
  const { say, moment, nameOfLanguage, typeName } = useWords();
  return (
    <ul>
      {changes.map(({ type, document, language, title, action, since }) => {
        const known = language === 'en' ? 'en' : 'bn';
        return (
          <li key={`${document}/${language}`}>
            <Link tag={RouterLink} to={entryPath({ type, document, language: known })}>
              {title}
            </Link>{' '}
            <Typography variant="pi" textColor="neutral700">
              {[
                typeName(type),
                nameOfLanguage(known),
                say(`platform.status.waits.${action}`, { when: moment(since) }),
              ].join(' · ')}
            </Typography>
          </li>
        );
      })}
    </ul>
  );
}
