import { Box, Link, Typography } from '@strapi/design-system';
import { Link as RouterLink } from 'react-router-dom';
import type { SiteStatus, UnwrittenEntry } from '../../features/publication/api';
import { entryPath } from '../approval/addresses';
import { useWords } from '../approval/words';

/** What the site still needs before it is shown to the public, with the way to it; nothing when all is there. */
export function UnwrittenList({ unwritten }: Pick<SiteStatus, 'unwritten'>) {
  const { say, typeName, nameOfLanguage } = useWords();
  if (unwritten.length === 0) return null;
  return (
    <Box>
      <Typography fontWeight="bold">{say('platform.publication.unwritten')}</Typography>
      <ul>
        {unwritten.map((entry) => (
          <li key={`${entry.type}/${entry.key}`}>
            <Link tag={RouterLink} to={pathTo(entry)}>
              {say('platform.publication.unwritten.entry', {
                name: [typeName(entry.type), entry.key && `/${entry.key}/`].filter(Boolean).join(' '),
                languages: entry.languages.map(nameOfLanguage).join(', '),
              })}
            </Link>
          </li>
        ))}
      </ul>
    </Box>
  );
}

/** The settings themselves, or the list of pages: one may be there as a draft. */
function pathTo({ type, languages: [language = 'bn'] }: UnwrittenEntry): string {
  if (type === 'site-settings') return entryPath({ type, document: '', language });
  return `/content-manager/collection-types/api::page.page?plugins[i18n][locale]=${language}`;
}
