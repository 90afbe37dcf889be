import type { Core } from '@strapi/strapi';
import { errors } from '@strapi/utils';
import { z } from 'zod';
import { codesWithin } from '../access';
import { type Row, storable } from './chain';
import { EVENT, type StoredEvent, toStored } from './record';

const PAGE_SIZE = 50;
const BATCH = 1000;
/** The clocks of those who read the record. */
const ZONE = '+06:00';

const text = z
  .string()
  .max(200)
  .transform((words) => storable(words.normalize('NFC').trim()));
const wanted = z.object({
  /** Words in a title, a name or the details, or a document's id. */
  search: text.default(''),
  /** An action, or the part before its full stop: `approval` finds `approval.submit`. */
  action: text.default(''),
  /** First and last day in Dhaka, `YYYY-MM-DD`. */
  from: z.iso.date().optional().or(z.literal('')),
  until: z.iso.date().optional().or(z.literal('')),
  ministry: text.default(''),
  page: z.coerce.number().int().min(1).max(1_000_000).default(1),
});
type Wanted = z.infer<typeof wanted>;

/** One page of what was found, newest first. */
export interface EventPage {
  readonly events: StoredEvent[];
  readonly page: number;
  readonly pages: number;
  readonly total: number;
}

/**
 * One page of the events that a query asks for.
 * @throws ValidationError naming the parameter that is wrong
 */
export async function searchEvents(strapi: Core.Strapi, query: unknown): Promise<EventPage> {
  const asked = parse(query);
  const where = await conditions(strapi, asked);
  const total = await strapi.db.query(EVENT).count({ where });
  const rows = await strapi.db.query(EVENT).findMany({
    where,
    orderBy: { position: 'desc' },
    limit: PAGE_SIZE,
    offset: (asked.page - 1) * PAGE_SIZE,
  });
  const pages = Math.max(1, Math.ceil(total / PAGE_SIZE));
  return { events: rows.map(toStored), page: asked.page, pages, total };
}

/**
 * All events that a query asks for, oldest first, in batches; those up to a position, so that it ends
 * however much is recorded meanwhile.
 * @throws ValidationError naming the parameter that is wrong
 */
export function eventsToExport(
  strapi: Core.Strapi,
  query: unknown,
  upTo: number,
): AsyncGenerator<Row & { readonly id: number }> {
  const asked = parse(query);
  return batches();

  async function* batches() {
    const where = await conditions(strapi, asked);
    for (let last = 0; ; ) {
      const rows = await strapi.db.query(EVENT).findMany({
        where: { $and: [where, { position: { $gt: last, $lte: upTo } }] },
        orderBy: { position: 'asc' },
        limit: BATCH,
      });
      yield* rows;
      last = rows.at(-1)?.position;
      if (last === undefined) return;
    }
  }
}

function parse(query: unknown): Wanted {
  const result = wanted.safeParse(query);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw new errors.ValidationError(`${issue?.path.join('.')}: ${issue?.message}`);
}

async function conditions(
  strapi: Core.Strapi,
  { search, action, from, until, ministry }: Wanted,
): Promise<object> {
  const all: object[] = [];
  if (search) {
    const found = ['title', 'actorName', 'details'].map((field) => ({ [field]: { $containsi: search } }));
    all.push({ $or: [...found, { document: search }] });
  }
  if (action) all.push({ $or: [{ action }, { action: { $startsWith: `${action}.` } }] });
  if (from) all.push({ at: { $gte: new Date(`${from}T00:00:00.000${ZONE}`).toISOString() } });
  if (until) all.push({ at: { $lte: new Date(`${until}T23:59:59.999${ZONE}`).toISOString() } });
  if (ministry) all.push({ ministry: { $in: await codesWithin(strapi, ministry) } });
  return { $and: all };
}
