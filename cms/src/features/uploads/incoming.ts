import { randomUUID } from 'node:crypto';
import { chmod, mkdir, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Core } from '@strapi/strapi';
import { whenServing } from '../../kernel/http/when-serving';
import { getSettings } from '../../kernel/settings';

/** Names what this process is receiving; what others left is removed when this one starts to serve. */
const OWN = randomUUID();
/** Milliseconds after which a folder of Strapi's own among the machine's temporary ones counts as left behind. */
const LEFT_BEHIND = 60 * 60 * 1000;

const incomingFolder = () => path.join(getSettings().DATA_DIR, 'incoming');

/** Makes a folder for the files of one request, which nobody else on the machine can read. */
export async function openIncoming(): Promise<string> {
  const folder = path.join(incomingFolder(), OWN, randomUUID());
  await mkdir(folder, { recursive: true, mode: 0o700 });
  return folder;
}

/**
 * Removes what processes that were killed had been receiving, once this one starts to serve. A command that
 * only loads the CMS leaves the folder alone: the CMS may run beside it.
 */
export function clearIncoming(strapi: Core.Strapi): void {
  whenServing(strapi, () => {
    clear().catch((error: Error) =>
      strapi.log.error(`Unfinished uploads were not removed: ${error.message}`),
    );
  });
}

async function clear(): Promise<void> {
  const folder = incomingFolder();
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await chmod(folder, 0o700);
  const left = (await readdir(folder)).filter((name) => name !== OWN);
  for (const name of left) await rm(path.join(folder, name), { recursive: true, force: true });
  await clearStrapis();
}

/** Strapi makes a folder among the machine's temporary ones for each upload; a killed process leaves it. */
async function clearStrapis(): Promise<void> {
  const names = (await readdir(tmpdir())).filter((name) => /^strapi-(url-)?upload-\w+$/.test(name));
  for (const name of names) {
    const folder = path.join(tmpdir(), name);
    const { uid, mtimeMs } = await stat(folder).catch(() => ({ uid: -1, mtimeMs: Date.now() }));
    if (uid === process.getuid?.() && mtimeMs < Date.now() - LEFT_BEHIND)
      await rm(folder, { recursive: true, force: true });
  }
}
