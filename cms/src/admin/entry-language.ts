import { type Locale, locales } from 'content-types';
import { useLocation } from 'react-router-dom';

/** The language in which the content manager shows the current entry or list. */
export function useEntryLanguage(): Locale {
  const { search } = useLocation();
  const chosen = new URLSearchParams(search).get('plugins[i18n][locale]');
  return locales.find((language) => language === chosen) ?? 'bn';
}
