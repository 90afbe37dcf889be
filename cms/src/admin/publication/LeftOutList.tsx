import { Link, Typography } from '@strapi/design-system';
import { Link as RouterLink } from 'react-router-dom';
import type { LeftOutEntry } from '../../features/publication/api';
import { useWords } from '../approval/words';

/** Entries that the site stands without, what is wrong with each, and the way to it. */
export function LeftOutList({ entries }: { readonly entries: readonly LeftOutEntry[] }) {
  const { say, nameOfLanguage, tellLeftOut } = useWords();
  return (
    <ul>
      {entries.map(({ type, documentId, locale, title, key, ...left }) => (
        <li key={`${documentId}/${locale}/${left.problem}`}>
          <Typography>
            {say('platform.publication.problem', {
              title: title ?? key ?? documentId,
              language: nameOfLanguage(locale === 'en' ? 'en' : 'bn'),
              problem: tellLeftOut(left, type),
            })}{' '}
            <Link
              tag={RouterLink}
              to={`/content-manager/collection-types/api::${type}.${type}/${documentId}?plugins[i18n][locale]=${locale}`}
            >
              {say('platform.publication.open')}
            </Link>
          </Typography>
        </li>
      ))}
    </ul>
  );
}
