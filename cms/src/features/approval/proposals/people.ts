import type { Core } from '@strapi/strapi';
import type { Person as SignedIn } from '../../../kernel/actor';
import { ROLES } from '../../../kernel/roles';
import type { ApprovalContext } from '../../documents';
import { inRole, type Recipient as MailReader } from '../../mail';
import type { ProposalKind } from '../api';
import { couldConfirm, type ProposalPerson } from './rules';

/**
 * Who had a hand in an entry: whoever submitted it, wrote since it was last live, or made or last saved a
 * stored version. Stricter than an approval, because taking down a page forgets who submitted it.
 */
export function authorsIn({ languages, records }: ApprovalContext): ReadonlySet<number> {
  const ids = [
    ...[...records.values()].flatMap(({ submittedBy, writers }) => [submittedBy, ...writers]),
    ...[...languages.values()].flatMap(({ draft, live }) =>
      [draft, live].flatMap((version) => [version?.createdBy?.id, version?.updatedBy?.id]),
    ),
  ];
  return new Set(ids.filter((id) => typeof id === 'number'));
}

/** What a person is to a proposal about an entry. */
export function personTo(
  { kind, userId }: Pick<SignedIn, 'kind' | 'userId'>,
  authors: ReadonlySet<number>,
  proposedBy?: number,
): ProposalPerson {
  return { kind, author: authors.has(userId), proposer: userId === proposedBy };
}

/** Everyone who could be the second person today. */
export async function seconds(
  strapi: Core.Strapi,
  kind: ProposalKind,
  authors: ReadonlySet<number>,
  proposedBy: number,
): Promise<MailReader[]> {
  const able = new Map<number, MailReader>();
  const roles = [
    ['moderator', ROLES.moderator],
    ['super-admin', ROLES.superAdmin],
  ] as const;
  for (const [role, code] of roles) {
    for (const reader of await inRole(strapi, [code])) {
      const who = personTo({ kind: role, userId: reader.id }, authors, proposedBy);
      if (couldConfirm(kind, who)) able.set(reader.id, reader);
    }
  }
  return [...able.values()];
}
