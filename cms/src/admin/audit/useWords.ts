import { useIntl } from 'react-intl';

/** The audit page's words in the reader's language; undefined for one that there is none for. */
export function useWords() {
  const { formatMessage, messages } = useIntl();
  return (id: string, values?: Record<string, string | number>): string | undefined =>
    `platform.audit.${id}` in messages ? formatMessage({ id: `platform.audit.${id}` }, values) : undefined;
}
