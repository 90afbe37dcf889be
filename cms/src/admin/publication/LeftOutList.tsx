import { Link, Typography } from '@strapi/design-system';
import { useIntl } from 'react-intl';
import { Link as RouterLink } from 'react-router-dom';
import type { LeftOutEntry } from '../../publication/api';

/** Entries that the site stands without, what is wrong with each, and the way to it. */
export function LeftOutList({ entries }: { readonly entries: readonly LeftOutEntry[] }) {
  const { formatMessage } = useIntl();
  return (
    <ul>
      {entries.map(({ type, documentId, locale, title, key, problem }) => (
        <li key={`${documentId}/${locale}`}>
          <Typography>
            {formatMessage(
              { id: 'platform.publication.problem' },
              { title: title ?? key ?? documentId, language: locale, problem },
            )}{' '}
            <Link
              tag={RouterLink}
              to={`/content-manager/collection-types/api::${type}.${type}/${documentId}?plugins[i18n][locale]=${locale}`}
            >
              {formatMessage({ id: 'platform.publication.open' })}
            </Link>
          </Typography>
        </li>
      ))}
    </ul>
  );
}
