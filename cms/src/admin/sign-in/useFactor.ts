import { useFetchClient } from '@strapi/strapi/admin';
import { useCallback, useEffect, useState } from 'react';
import { useIntl } from 'react-intl';
import type { FactorPage } from '../../features/accounts/second-factor/routes';
import { type ServerError, translated } from './refusals';

const BASE = '/platform/second-factor';

/** The reader's second factor, and how to change it. */
export function useFactor() {
  const { get, post } = useFetchClient();
  const { formatMessage, locale } = useIntl();
  const [page, setPage] = useState<FactorPage>();
  const [problem, setProblem] = useState<string>();
  const tell = useCallback(
    (error: unknown) => {
      const answer = (error as { response?: { data?: { error?: ServerError } } }).response?.data?.error;
      const known = answer?.details?.code ? translated(answer, locale).message : undefined;
      setProblem(known ?? formatMessage({ id: 'platform.factor.failed' }));
    },
    [formatMessage, locale],
  );
  const load = useCallback(() => get<FactorPage>(BASE).then(({ data }) => setPage(data), tell), [get, tell]);
  useEffect(() => {
    void load();
  }, [load]);

  /** Sends a change; undefined when it was refused, which `problem` then says. */
  async function change<Answer>(path: string, body: object = {}): Promise<Answer | undefined> {
    setProblem(undefined);
    try {
      const { data } = await post<Answer>(`${BASE}/${path}`, body);
      await load();
      return data;
    } catch (error) {
      tell(error);
      return undefined;
    }
  }
  return { page, problem, change };
}

export type FactorChange = ReturnType<typeof useFactor>['change'];
