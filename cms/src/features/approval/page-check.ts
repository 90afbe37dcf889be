import type { Core } from '@strapi/strapi';
import type { ContentType, DraftProblem } from 'content-types';
import type { Version } from '../documents';
import { lineOf, previewsOf } from '../preview';
import type { Problem } from './api';
import { refused } from './messages';

/** What was found wrong with the drafts that were looked at last, by their digest: what people see in the panel. */
const found = new Map<string, readonly DraftProblem[]>();
const KEPT = 500;

/**
 * Has the site's own code make the pages of a draft, and lets it through only if nothing is wrong with them:
 * the builder would leave it out. What was changed meanwhile is refused by who asks, who compares digests in the
 * transaction. Never within one: rendering takes its time. Where the site's
 * code does not run at all, the approval is not held up, and the builder looks.
 * @param digest of this draft, by which what was found is kept
 * @throws ValidationError naming what is wrong
 */
export async function admitPages(
  strapi: Core.Strapi,
  type: ContentType,
  draft: Version,
  digest: string,
): Promise<void> {
  const outcome = await previewsOf(strapi).check(await lineOf(strapi, type, draft));
  if (outcome.outcome === 'failed') {
    strapi.log.error(
      `The pages of ${type.name} ${draft.documentId} (${draft.locale}) could not be checked before it was decided: ${outcome.reason}. The builder leaves it out if they fail.`,
    );
    return;
  }
  remember(digest, outcome.problems);
  if (outcome.problems.length === 0) return;
  throw refused('page-fails', { problems: outcome.problems.map(({ problem }) => problem).join('; ') });
}

function remember(digest: string, problems: readonly DraftProblem[]): void {
  found.delete(digest);
  if (problems.length > 0) found.set(digest, problems);
  for (const oldest of found.keys()) {
    if (found.size <= KEPT) return;
    found.delete(oldest);
  }
}

/** What was found wrong with the pages of a draft when somebody last tried to submit or approve it. */
export function pageProblemsOf(digest: string | null): Problem[] {
  return ((digest && found.get(digest)) || []).map(({ code, field, about, problem }) => ({
    code: `platform.leftOut.${code}`,
    values: { field, about },
    text: problem,
    ...(code !== 'page-fails' && { field }),
    blocking: true,
  }));
}
