import { adminApi } from '@strapi/strapi/admin';

/** An account as Strapi's pages show it, with what the platform adds: until when its invitation counts. */
export interface InvitedAccount {
  readonly id: number;
  readonly email: string;
  readonly isActive: boolean;
  readonly invitedUntil?: string | null;
}

const invitationsApi = adminApi.enhanceEndpoints({ addTagTypes: ['User'] }).injectEndpoints({
  endpoints: (build) => ({
    inviteAgain: build.mutation<{ readonly invitedUntil: string }, number>({
      query: (id) => ({ url: `/platform/invitations/${id}`, method: 'POST' }),
      // The page of an account knows it by the number in its address, which is text.
      invalidatesTags: (_result, _error, id) => [
        { type: 'User', id: String(id) },
        { type: 'User', id: 'LIST' },
      ],
    }),
  }),
});
export const { useInviteAgainMutation } = invitationsApi;

/** How an account is doing, as the words for it are called. */
export function stateOf({ isActive, invitedUntil }: InvitedAccount, now = Date.now()) {
  if (isActive) return 'active';
  if (!invitedUntil) return 'off';
  return Date.parse(invitedUntil) > now ? 'invited' : 'expired';
}
