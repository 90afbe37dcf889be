import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import type { Core } from '@strapi/strapi';
import { recordEvent } from '../audit';

/** Left by `npm run restore` in the data folder. */
const FILE = 'restored.json';

/** Records, once, that the database is a restored one: what happened after that backup is not in the record. */
export async function recordRestore(strapi: Core.Strapi, dataDir: string): Promise<void> {
  const file = path.join(dataDir, FILE);
  const text = await readFile(file, 'utf8').catch(() => undefined);
  if (text === undefined) return;
  const { snapshot, madeAt, restoredAt } = JSON.parse(text);
  await recordEvent(strapi, {
    action: 'backup.restored',
    actor: { kind: 'system' },
    details: { snapshot, madeAt, restoredAt },
  });
  await rm(file);
}
