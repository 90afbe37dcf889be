import type { LanguageApproval } from '../../features/approval/api';
import type { State } from '../../features/documents/api';

/** Whether a version waits for somebody or for its time: a saved change takes it back. */
export const waits = (state: State) => state === 'submitted' || state === 'approved';

type Seen = Pick<LanguageApproval, 'state' | 'digest'>;

/** Whether a version that waited is a draft again because its content changed, not by a decision. */
export function tookBack(before: Seen, after: Seen): boolean {
  return (
    waits(before.state) && !waits(after.state) && after.state !== 'returned' && before.digest !== after.digest
  );
}
