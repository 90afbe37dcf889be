import { Flex, Typography } from '@strapi/design-system';
import type { BackupStatus } from '../../features/publication/api';
import { Card } from '../approval/parts/Card';
import { Remark } from '../approval/parts/Remark';
import { useWords } from '../approval/words';

/** Whether there is a backup to go back to, and when that was last proven by restoring one. */
export function Backups({ backup }: { readonly backup: BackupStatus }) {
  const { say, moment } = useWords();
  const { lastAt, late, unconfiguredSince, proven, failures, missing, sameDisk } = backup;
  return (
    <Card title={say('platform.status.backup')}>
      <Flex direction="column" alignItems="stretch" gap={3}>
        {unconfiguredSince && (
          <Remark tone="danger" role="status">
            {say('platform.status.backup.none', { when: moment(unconfiguredSince) })}
          </Remark>
        )}
        {failures.map(({ kind, since, error }) => (
          <Remark
            key={kind}
            tone="danger"
            role="status"
            title={say(`platform.status.backup.${kind}`, { when: moment(since) })}
          >
            <Typography tag="p" lang="en">
              {error}
            </Typography>
          </Remark>
        ))}
        {late && <Remark tone="warning">{say('platform.status.backup.late')}</Remark>}
        {missing > 0 && (
          <Remark tone="warning">{say('platform.status.backup.missing', { count: missing })}</Remark>
        )}
        {sameDisk && <Remark tone="warning">{say('platform.status.backup.sameDisk')}</Remark>}
        <Typography tag="p">
          {lastAt
            ? say('platform.status.backup.last', { when: moment(lastAt) })
            : say('platform.status.backup.never')}
        </Typography>
        <Typography tag="p">
          {proven
            ? say('platform.status.backup.proven', { when: moment(proven.at), made: moment(proven.madeAt) })
            : say('platform.status.backup.unproven')}
        </Typography>
      </Flex>
    </Card>
  );
}
