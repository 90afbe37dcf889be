import { useFetchClient } from '@strapi/strapi/admin';
import { useEffect, useState } from 'react';
import { useIntl } from 'react-intl';
import type { EventPage } from '../../features/audit/search';
import type { Wanted } from './Filters';

/** Milliseconds without another key before a search begins. */
const PAUSE = 300;

/** One page of the record; undefined while it is loaded for the first time. */
export function useEvents(wanted: Wanted, page: number): { found?: EventPage; failed: boolean } {
  const { get } = useFetchClient();
  const [found, setFound] = useState<EventPage>();
  const [failed, setFailed] = useState(false);
  useEffect(() => {
    const abort = new AbortController();
    const timer = setTimeout(() => {
      get<EventPage>('/platform/audit', { params: { ...wanted, page }, signal: abort.signal }).then(
        ({ data }) => {
          setFound(data);
          setFailed(false);
        },
        () => setFailed(!abort.signal.aborted),
      );
    }, PAUSE);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [get, wanted, page]);
  return { ...(found && { found }), failed };
}

/** Names of the ministries by their codes, in the reader's language. */
export function useMinistries(): ReadonlyMap<string, string> {
  const { get } = useFetchClient();
  const { locale } = useIntl();
  const [ministries, setMinistries] = useState<ReadonlyMap<string, string>>(new Map());
  useEffect(() => {
    get<{ value: string; name: string }[]>('/platform/references/ministry', { params: { locale } }).then(
      ({ data }) => setMinistries(new Map(data.map(({ value, name }) => [value, name]))),
      // Codes stand for the names then.
      () => undefined,
    );
  }, [get, locale]);
  return ministries;
}
