import { adminApi } from '@strapi/strapi/admin';
import type {
  Action,
  BatchItem,
  BatchResult,
  Comparison,
  EntryApproval,
  HistoryEvent,
  Language,
  MinistryStep,
  Numbers,
  ProposalAction,
  QueueEntry,
  WaitingProposal,
} from '../../features/approval/api';
import type { FixedNotice } from '../../features/approval/isomorphic/fixed-notices';
import type { Notice } from '../../features/documents/api';

/** One document in one language. */
export interface EntryLanguage {
  readonly type: string;
  readonly document: string;
  readonly language: Language;
}

/** The language in which ministries and other entries are named. */
interface Named {
  readonly locale: Language;
}

/** What waits, what is scheduled, what went back to its author. */
export type QueueState = 'submitted' | 'approved' | 'returned';

type Document = Pick<EntryLanguage, 'type' | 'document'>;

/** The versions of other languages that the reader has seen, which go together with the one decided on. */
export type Digests = Partial<Record<Language, string>>;

/** What is sent with each action on one language. */
interface Step extends EntryLanguage {
  readonly action: Exclude<Action, 'withdraw' | 'unpublish' | 'erase'>;
  readonly body: {
    readonly digest?: string;
    readonly also?: Digests | undefined;
    readonly note?: string;
    readonly comment?: string;
    readonly publishAt?: string;
  };
}

/** What somebody asks a second person for. */
type Wish =
  | { readonly kind: 'notice'; readonly notice: Notice; readonly reason?: string }
  | { readonly kind: 'notice-removal' | 'erase'; readonly reason: string }
  | {
      readonly kind: 'override';
      readonly language: Language;
      readonly digest: string;
      readonly also?: Digests | undefined;
      readonly reason: string;
    };

/** What a second person decides. */
interface SecondStep extends Document {
  readonly id: number;
  readonly action: ProposalAction;
  readonly body: { readonly comment?: string; readonly typed?: string };
}

interface Batch {
  readonly action: 'approve' | 'return' | 'agree';
  readonly comment?: string;
  readonly items: readonly BatchItem[];
}

const ENTRIES = '/platform/approval/entries';
const address = ({ type, document }: Document) => `${ENTRIES}/${type}/${document}`;

/** The tag under which Strapi keeps the documents that it has read: a save makes ours read again. */
const documentTag = ({ type, document }: Document) => ({
  type: 'Document' as const,
  id: `api::${type}.${type}_${document}`,
});
const singleTag = ({ type }: Document) => ({ type: 'Document' as const, id: `api::${type}.${type}` });
const tagsOf = (document: Document) => [documentTag(document), singleTag(document)];

const approvalApi = adminApi
  .enhanceEndpoints({ addTagTypes: ['Document', 'ApprovalQueue', 'MinistrySteps'] })
  .injectEndpoints({
    endpoints: (build) => ({
      entryApproval: build.query<EntryApproval, Document>({
        query: (document) => ({ url: address(document), method: 'GET' }),
        providesTags: (_result, _error, document) => tagsOf(document),
      }),
      entryHistory: build.query<{ events: readonly HistoryEvent[] }, Document>({
        query: (document) => ({ url: `${address(document)}/history`, method: 'GET' }),
        providesTags: (_result, _error, document) => tagsOf(document),
      }),
      entryChanges: build.query<Comparison, EntryLanguage & Named>({
        query: ({ locale, ...subject }) => ({
          url: `${address(subject)}/${subject.language}/changes?locale=${locale}`,
          method: 'GET',
        }),
        providesTags: (_result, _error, document) => tagsOf(document),
      }),
      takeStep: build.mutation<EntryApproval, Step>({
        query: ({ action, body, ...subject }) => ({
          url: `${address(subject)}/${subject.language}/${action}`,
          method: 'POST',
          data: body,
        }),
        // After a refusal too: something has changed since the reader looked.
        invalidatesTags: (_result, _error, step) => [...tagsOf(step), 'ApprovalQueue'],
      }),
      withdraw: build.mutation<
        EntryApproval,
        Document & { readonly sentence: FixedNotice; readonly wording?: Notice | undefined }
      >({
        query: ({ sentence, wording, ...document }) => ({
          url: `${address(document)}/withdraw`,
          method: 'POST',
          data: { sentence, wording },
        }),
        invalidatesTags: (_result, _error, document) => [...tagsOf(document), 'ApprovalQueue'],
      }),
      propose: build.mutation<EntryApproval, Document & { readonly wish: Wish }>({
        query: ({ wish, ...document }) => ({
          url: `${address(document)}/proposals`,
          method: 'POST',
          data: wish,
        }),
        invalidatesTags: (_result, _error, document) => [...tagsOf(document), 'ApprovalQueue'],
      }),
      decideProposal: build.mutation<EntryApproval, SecondStep>({
        query: ({ id, action, body, ...document }) => ({
          url: `${address(document)}/proposals/${id}/${action}`,
          method: 'POST',
          data: body,
        }),
        invalidatesTags: (_result, _error, document) => [...tagsOf(document), 'ApprovalQueue'],
      }),
      waitingProposals: build.query<{ proposals: readonly WaitingProposal[] }, Named>({
        query: ({ locale }) => ({ url: `/platform/approval/proposals?locale=${locale}`, method: 'GET' }),
        providesTags: ['ApprovalQueue'],
      }),
      unpublish: build.mutation<
        EntryApproval,
        Document & { readonly languages?: readonly Language[]; readonly reason: string }
      >({
        query: ({ languages, reason, ...document }) => ({
          url: `${address(document)}/unpublish`,
          method: 'POST',
          data: { languages, reason },
        }),
        invalidatesTags: (_result, _error, document) => [...tagsOf(document), 'ApprovalQueue'],
      }),
      decideMany: build.mutation<{ results: readonly BatchResult[] }, Batch>({
        query: (data) => ({ url: '/platform/approval/batch', method: 'POST', data }),
        invalidatesTags: (_result, _error, { items }) => ['ApprovalQueue', ...items.flatMap(tagsOf)],
      }),
      queue: build.query<{ entries: readonly QueueEntry[] }, Named & { readonly state: QueueState }>({
        query: ({ state, locale }) => ({
          url: `/platform/approval/queue?state=${state}&locale=${locale}`,
          method: 'GET',
        }),
        providesTags: ['ApprovalQueue'],
      }),
      numbers: build.query<Numbers, Named>({
        query: ({ locale }) => ({ url: `/platform/approval/numbers?locale=${locale}`, method: 'GET' }),
        providesTags: ['ApprovalQueue'],
      }),
      ministrySteps: build.query<{ steps: readonly MinistryStep[] }, Named>({
        query: ({ locale }) => ({ url: `/platform/approval/steps?locale=${locale}`, method: 'GET' }),
        providesTags: ['MinistrySteps'],
      }),
      setMinistryStep: build.mutation<unknown, { readonly ministry: string; readonly on: boolean }>({
        query: (data) => ({ url: '/platform/approval/steps', method: 'POST', data }),
        invalidatesTags: ['MinistrySteps'],
      }),
      openPreview: build.mutation<{ url: string; expiresAt: string }, EntryLanguage>({
        query: ({ type, document, language }) => ({
          url: `/platform/preview/${type}/${document}/${language}`,
          method: 'POST',
        }),
      }),
    }),
  });

export const {
  useEntryApprovalQuery,
  useEntryHistoryQuery,
  useEntryChangesQuery,
  useTakeStepMutation,
  useWithdrawMutation,
  useUnpublishMutation,
  useProposeMutation,
  useDecideProposalMutation,
  useWaitingProposalsQuery,
  useDecideManyMutation,
  useQueueQuery,
  useNumbersQuery,
  useMinistryStepsQuery,
  useSetMinistryStepMutation,
  useOpenPreviewMutation,
} = approvalApi;
