import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { fixtureLines, toNdjson } from './fixture.ts';

export const SITE_URL = 'https://social-protection.example';

const site = join(import.meta.dirname, '..');
const astro = join(site, '../node_modules/astro/bin/astro.mjs');

/**
 * Builds the site into a folder of its own, and answers the one that it is in.
 * @param lines what is published; without it the fixture
 * @param code the folder of the site's code
 */
export async function buildSite(lines: readonly unknown[] = fixtureLines(), code = site): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'site-'));
  const [out, exported] = [join(folder, 'out'), join(folder, 'export.ndjson')];
  await writeFile(exported, toNdjson(lines));
  // Astro puts code that it runs once below its working folder: two builds must not share one.
  const cwd = await mkdtemp(join(await scratch(code), 'build-'));
  try {
    await promisify(execFile)(process.execPath, [astro, 'build', '--root', code], {
      cwd,
      env: {
        ...process.env,
        ASTRO_TELEMETRY_DISABLED: '1',
        NODE_ENV: 'production',
        EXPORT_FILE: exported,
        MEDIA_DIR: folder,
        OUT_DIR: out,
        CACHE_DIR: join(folder, 'cache'),
        SITE_URL,
      },
    });
  } finally {
    await rm(cwd, { recursive: true });
  }
  return out;
}

async function scratch(code: string): Promise<string> {
  const folder = join(code, '.cache');
  await mkdir(folder, { recursive: true });
  return folder;
}
