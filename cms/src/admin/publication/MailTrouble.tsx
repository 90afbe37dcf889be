import { Typography } from '@strapi/design-system';
import type { SiteStatus } from '../../features/publication/api';
import { Card } from '../approval/parts/Card';
import { useWords } from '../approval/words';

/** E-mails that did not arrive; nothing where all did. */
export function MailTrouble({ mail }: { readonly mail: NonNullable<SiteStatus['mail']> }) {
  const { say, moment } = useWords();
  const { undelivered, waiting } = mail;
  if (undelivered.length === 0 && waiting === 0) return null;
  return (
    <Card title={say('platform.status.mail')}>
      {waiting > 0 && (
        <Typography tag="p">{say('platform.status.mail.waiting', { count: waiting })}</Typography>
      )}
      <ul>
        {undelivered.map(({ to, subject, at, error }) => (
          <li key={`${at} ${to} ${subject}`}>
            <Typography style={{ overflowWrap: 'anywhere' }}>
              {say('platform.status.mail.one', { to, subject, when: moment(at), error: error ?? '' })}
            </Typography>
          </li>
        ))}
      </ul>
    </Card>
  );
}
