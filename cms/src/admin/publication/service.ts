import { adminApi } from '@strapi/strapi/admin';
import type { EntryStatus, SiteStatus } from '../../features/publication/api';

interface Document {
  readonly type: string;
  readonly document: string;
}

const publicationApi = adminApi.enhanceEndpoints({ addTagTypes: ['Document'] }).injectEndpoints({
  endpoints: (build) => ({
    entryStatus: build.query<EntryStatus, Document>({
      query: ({ type, document }) => ({
        url: `/platform/publication/entries/${type}/${document}`,
        method: 'GET',
      }),
      // Read again after an approval and a save, as the approval's own panel is.
      providesTags: (_result, _error, { type, document }) => [
        { type: 'Document', id: `api::${type}.${type}_${document}` },
        { type: 'Document', id: `api::${type}.${type}` },
      ],
    }),
    siteStatus: build.query<SiteStatus, { readonly brief: boolean }>({
      query: ({ brief }) => ({ url: `/platform/publication${brief ? '' : '/status'}`, method: 'GET' }),
    }),
  }),
});

export const { useEntryStatusQuery, useSiteStatusQuery } = publicationApi;
