import type { Core } from '@strapi/strapi';

/** What waits for each server; one listener for all of it, for Node warns of a leak from the eleventh on. */
const waiting = new WeakMap<object, (() => void)[]>();

/**
 * Does something once this process serves requests. A command that only loads the CMS, such as the one for
 * sample content, never does.
 * @param work must see to its own failures
 */
export function whenServing({ server: { httpServer } }: Core.Strapi, work: () => void): void {
  const known = waiting.get(httpServer);
  if (known) {
    known.push(work);
    return;
  }
  const works = [work];
  waiting.set(httpServer, works);
  httpServer.once('listening', () => {
    // What comes later waits for when it listens again.
    waiting.delete(httpServer);
    for (const one of works) one();
  });
}
