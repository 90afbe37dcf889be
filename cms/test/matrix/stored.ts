import type { TestCms } from '../cms.ts';

/** All rows of the database as text, by table and number. */
export type Stored = ReadonlyMap<string, string>;

/** Tables whose rows change with time, with every sign-in or with every event, whatever is asked. */
const LIVELY = [
  'strapi_sessions',
  'sign_in_limits',
  'job_leases',
  'upload_reservations',
  'audit_heads',
  'mail_messages',
  'notification_notices',
];

/** Strapi counts uploads for statistics that are switched off. */
const COUNTERS = ['plugin_upload_metrics'];

/** Reads the whole database. */
export async function storedRows({ strapi }: TestCms): Promise<Stored> {
  const rows = new Map<string, string>();
  for (const table of await strapi.db.dialect.schemaInspector.getTables()) {
    if (LIVELY.includes(table)) continue;
    for (const row of await strapi.db.connection(table).select()) {
      if (COUNTERS.includes(row.key)) continue;
      rows.set(`${table} ${row.id ?? JSON.stringify(row)}`, JSON.stringify(row));
    }
  }
  return rows;
}

/** The rows that are gone or differ; new ones do not count. */
export function changedRows(before: Stored, after: Stored): string[] {
  return [...before].flatMap(([place, row]) => {
    const now = after.get(place);
    return now === row ? [] : [`${place} was ${row}, is ${now ?? 'gone'}`];
  });
}
