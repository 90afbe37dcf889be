import type { Core } from '@strapi/strapi';
import { type Designation, ministryNamer, type Reader } from '../../access';
import { eventsOf, type StoredEvent } from '../../audit';
import type { HistoryEvent, Language } from '../api';
import { readVisible } from './view';

/** All that happened to a document, newest first. */
export async function historyOf(
  strapi: Core.Strapi,
  reader: Reader,
  type: string,
  document: string,
): Promise<HistoryEvent[]> {
  await readVisible(strapi, reader, type, document);
  const ministries = await ministryNamer(strapi);
  return (await eventsOf(strapi, { type, document })).reverse().map((event) => worded(event, ministries));
}

function worded(
  { at, action, language, actorName, actorKind, actorMinistries, details }: StoredEvent,
  ministries: Awaited<ReturnType<typeof ministryNamer>>,
): HistoryEvent {
  const { comment, override, digest: _digest, submittedAt: _submitted, ...more } = details;
  // From where somebody did it is for the record alone.
  const { address: _address, request: _request, ...rest } = more;
  const reason = override ?? comment;
  return {
    at,
    action,
    language: language as Language | null,
    by:
      actorName === null
        ? null
        : {
            name: actorName,
            role: actorKind as Designation['role'],
            ministries: ministries(actorMinistries),
          },
    ...(typeof reason === 'string' && { comment: reason }),
    ...(override !== undefined && { override: true }),
    ...(Object.keys(rest).length > 0 && { details: rest }),
  };
}
