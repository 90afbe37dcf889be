import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Folders } from '../kernel/settings.ts';
import { type Manifest, type ReleaseFacts, sealRelease } from '../release/manifest.ts';
import { liveId, publishRelease, unfinishedRelease } from '../release/release.ts';

const never = new AbortController().signal;

/** Makes a release of these files live, sealed and published as a builder does. */
export async function putLive(
  folders: Folders,
  id: string,
  files: Readonly<Record<string, string | Uint8Array>> = { 'index.html': id },
  facts: Partial<ReleaseFacts> = {},
): Promise<Manifest> {
  const unfinished = unfinishedRelease(folders, id);
  for (const [file, content] of Object.entries(files)) {
    const path = join(unfinished, 'site', file);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, content);
  }
  const manifest = await sealRelease(unfinished, {
    id,
    revision: `r-${id}`,
    code: 'c',
    builtAt: new Date().toISOString(),
    pages: Object.keys(files).length,
    entries: [],
    redirects: [],
    ...facts,
  });
  await publishRelease(folders, manifest, await liveId(folders), never);
  return manifest;
}
