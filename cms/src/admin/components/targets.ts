import { useFetchClient } from '@strapi/strapi/admin';
import { useEffect, useState } from 'react';
import { useIntl } from 'react-intl';
import { useEntryLanguage } from '../entry-language';

/** What a reference can point at, as the server lists it. */
export interface ShownTarget {
  readonly value: string;
  readonly name: string;
  readonly live: boolean;
}

/** The options of a reference field in the content model. */
export interface ReferenceOptions {
  readonly type: string;
  readonly vocabulary?: string;
}

/** The possible targets, named in the language of the entry being edited; undefined while loading. */
export function useTargets({ type, vocabulary }: ReferenceOptions) {
  const { get } = useFetchClient();
  const locale = useEntryLanguage();
  const [targets, setTargets] = useState<readonly ShownTarget[]>();
  const [failed, setFailed] = useState(false);
  useEffect(() => {
    let wanted = true;
    const query = new URLSearchParams({ locale, ...(vocabulary && { vocabulary }) });
    get<ShownTarget[]>(`/platform/references/${type}?${query}`).then(
      ({ data }) => wanted && setTargets(data),
      () => wanted && setFailed(true),
    );
    return () => {
      wanted = false;
    };
  }, [get, type, vocabulary, locale]);
  return { targets, failed };
}

/** How a target is named in a field, said to be a draft where it is one. */
export function useTargetName() {
  const { formatMessage } = useIntl();
  return (target: ShownTarget | undefined, value: string) => {
    if (!target) return formatMessage({ id: 'platform.reference.unknown' }, { value });
    return target.live
      ? target.name
      : formatMessage({ id: 'platform.reference.draft' }, { name: target.name });
  };
}
