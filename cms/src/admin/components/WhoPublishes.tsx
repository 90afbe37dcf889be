import { Typography } from '@strapi/design-system';
import { useAuth } from '@strapi/strapi/admin';
import { useIntl } from 'react-intl';

/** Beside an entry, for editors: why they cannot publish, and who does. */
export function WhoPublishes() {
  const { formatMessage } = useIntl();
  const roles = useAuth('WhoPublishes', ({ user }) => user?.roles ?? []);
  if (!roles.some(({ code }) => code === 'editor')) return null;
  return {
    title: formatMessage({ id: 'platform.publishing.title' }),
    content: <Typography variant="pi">{formatMessage({ id: 'platform.publishing.who' })}</Typography>,
  };
}
