import type { Core } from '@strapi/strapi';
import { errors } from '@strapi/utils';
import type { ContentType } from 'content-types';
import { uidOf } from '../../kernel/content/references';
import type { LiveKeys } from './live-keys';
import { wireFields } from './wire';

/** Takes every reference as it is: whether its target is live is no fault of the entry. */
export const ANY_TARGET: LiveKeys = {
  keyOf: (_type, documentId) => documentId,
  isLive: () => true,
  isLiveTerm: () => true,
  portfolioOf: (owner) => owner,
};

/**
 * Checks a version that has just been published as the builder will: what it would leave out is
 * refused here, where somebody can mend it.
 * @throws ValidationError naming the fields
 */
export async function checkPublished(strapi: Core.Strapi, type: ContentType, id: number): Promise<void> {
  const row = await strapi.db.query(uidOf(type)).findOne({ where: { id }, populate: type.populate as never });
  const { error } = type.entry.safeParse(wireFields(type, row, ANY_TARGET));
  if (!error) return;
  const problems = error.issues.map(({ path, message }) => ({
    path: path.map(String),
    message,
    name: 'ValidationError',
  }));
  const message = problems.map((problem) => `${problem.path.join(' › ')}: ${problem.message}`).join('; ');
  throw new errors.ValidationError(message, { errors: problems });
}
