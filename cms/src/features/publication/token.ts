import { createHash, timingSafeEqual } from 'node:crypto';
import { getSettings } from '../../kernel/settings';

const digest = (value: string) => createHash('sha256').update(value).digest();

/** Whether an `Authorization` header carries the builder's token; compared in constant time. */
export function isBuilder(authorization: string | undefined): boolean {
  const [scheme, token] = (authorization ?? '').split(' ');
  return (
    scheme === 'Bearer' &&
    token !== undefined &&
    timingSafeEqual(digest(token), digest(getSettings().EXPORT_TOKEN))
  );
}
