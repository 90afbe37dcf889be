import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import type { Folders } from '../kernel/settings.ts';

const healthSchema = z.object({
  /** The CMS's last sign of life. All times are ISO 8601 in UTC. */
  at: z.string(),
  /** When it began to answer. */
  since: z.string(),
  /** Whether its database answers, and since when it does or does not. */
  database: z.object({ ok: z.boolean(), since: z.string() }),
  /** E-mails that are still to be sent; null while the database does not say. */
  mail: z
    .object({ waiting: z.int(), waitingSince: z.string().nullable(), sentAt: z.string().nullable() })
    .nullable(),
});
/** What the CMS notes of itself, cms/src/features/health/watch.ts. */
export type CmsHealth = z.infer<typeof healthSchema>;

/** As the CMS noted it last; undefined where no CMS ever ran with this data folder, or nothing can be read. */
export async function readCmsHealth({ cms }: Pick<Folders, 'cms'>): Promise<CmsHealth | undefined> {
  try {
    return healthSchema.parse(JSON.parse(await readFile(cms, 'utf8')));
  } catch {
    return undefined;
  }
}
