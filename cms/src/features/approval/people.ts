import type { Reader } from '../access';
import type { ApprovalRecord } from '../documents';
import type { PersonInEntry } from './transitions';

/** What a person is to one language of a document. */
export function personIn(
  { actor, scope, agreesFor }: Reader,
  ministry: string | null,
  { submittedBy, writers }: Pick<ApprovalRecord, 'submittedBy' | 'writers'>,
): PersonInEntry {
  return {
    kind: actor.kind,
    member: ministry !== null && scope.includes(ministry),
    ministryApprover: ministry !== null && agreesFor.includes(ministry),
    author: submittedBy === actor.userId || writers.includes(actor.userId),
  };
}
