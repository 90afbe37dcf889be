import { readFile, rm } from 'node:fs/promises';
import { z } from 'zod';
import { isMissing, PRIVATE, writeWhole } from '../kernel/files.ts';
import type { Folders } from '../kernel/settings.ts';

const pinSchema = z.object({
  /** The release that stays live. */
  release: z.string(),
  /** The one that was live before, which went bad. */
  from: z.string(),
  /** ISO 8601 in UTC. */
  since: z.string(),
  /** The state of the CMS up to which it is known what was withdrawn meanwhile. */
  withdrawnUpTo: z.string().optional(),
});
/** An operator holds one release live: nothing else goes live until it is unpinned, but what is withdrawn leaves it. */
export type Pin = z.infer<typeof pinSchema>;

/**
 * The pin, if there is one.
 * @throws Error if its file cannot be understood: to guess that nobody holds the site would be wrong.
 */
export async function readPin({ pin }: Folders): Promise<Pin | undefined> {
  const text = await readFile(pin, 'utf8').catch((error) => {
    if (isMissing(error)) return undefined;
    throw error;
  });
  if (text === undefined) return undefined;
  try {
    return pinSchema.parse(JSON.parse(text));
  } catch (cause) {
    throw new Error(`${pin} cannot be understood; remove it to let the site follow the CMS again`, { cause });
  }
}

export async function writePin({ pin }: Folders, content: Pin): Promise<void> {
  await writeWhole(pin, `${JSON.stringify(content, null, 2)}\n`, PRIVATE);
}

export async function removePin({ pin }: Folders): Promise<void> {
  await rm(pin, { force: true });
}
