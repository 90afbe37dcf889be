import { adminApi } from '@strapi/strapi/admin';

/** What of Strapi's mutation is changed here; https://redux-toolkit.js.org/rtk-query/api/created-api/code-splitting */
interface Mutation {
  onQueryStarted?: () => void;
  invalidatesTags?: (result: unknown, error: unknown, argument: unknown) => unknown[];
}

/**
 * Keeps what an editor has typed when a save is refused. Strapi shows the new values before the
 * server has answered, takes them back on an error and reads the stored entry again, which empties
 * the form (its issue 22646). Saving waits for the answer instead, and reads again only after a
 * success.
 */
export function keepTypedOnRefusal(): void {
  adminApi.enhanceEndpoints({
    endpoints: {
      updateDocument: (mutation: Mutation) => {
        const { invalidatesTags } = mutation;
        mutation.onQueryStarted = () => {};
        mutation.invalidatesTags = (result, error, argument) =>
          error ? [] : (invalidatesTags?.(result, error, argument) ?? []);
      },
    },
  } as never);
}
