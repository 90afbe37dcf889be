import type { Core } from '@strapi/strapi';
import type { ContentType, DraftProblem, Locale } from 'content-types';
import { versionsOf } from '../documents';
import { lineOf, previewsOf } from '../preview';
import type { Problem } from './api';
import { digestOf } from './digest';
import { refused } from './messages';

/** What was found wrong with the drafts that were looked at last, by their digest: what people see in the panel. */
const found = new Map<string, readonly DraftProblem[]>();
const KEPT = 500;

/** A draft as somebody looked at it. */
interface Subject {
  readonly document: string;
  readonly language: Locale;
  readonly digest: string;
}

/**
 * Has the site's own code make the pages of a draft, and lets it through only if nothing is wrong with them:
 * the builder would leave it out. Only the draft of this digest: what was changed meanwhile is refused by who
 * asks, who compares digests in the transaction. Never within one: rendering takes its time. Where the site's
 * code does not run at all, the approval is not held up, and the builder looks.
 * @throws ValidationError naming what is wrong
 */
export async function admitPages(
  strapi: Core.Strapi,
  type: ContentType,
  { document, language, digest }: Subject,
): Promise<void> {
  const draft = (await versionsOf(strapi, type, document)).get(language)?.draft;
  if (!draft || digestOf(type, draft) !== digest) return;
  const outcome = await previewsOf(strapi).check(await lineOf(strapi, type, draft));
  if (outcome.outcome === 'failed') {
    strapi.log.error(
      `The pages of ${type.name} ${document} (${language}) could not be checked before it was decided: ${outcome.reason}. The builder leaves it out if they fail.`,
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
