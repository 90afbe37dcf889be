import { documentOwners, ownsAll } from 'content-types';
import type { Reader } from '../access';
import type { ApprovalContext } from './context';
import { storedVersions } from './versions';

/** Whether a person may know of a document: an editor of what is theirs in every language. */
export function maySee({ actor, scope }: Reader, { type, languages }: ApprovalContext): boolean {
  if (actor.kind !== 'editor') return true;
  return ownsAll(scope, documentOwners(type, storedVersions(languages)));
}
