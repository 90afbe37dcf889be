import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { writeFixture } from './fixture.ts';

export const SITE_URL = 'https://social-protection.example';

const site = join(import.meta.dirname, '..');
const astro = join(site, '../node_modules/astro/bin/astro.mjs');

/** Builds the site from the fixture into a folder of its own, and answers the one that it is in. */
export async function buildSite(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'site-'));
  const [out, exported] = [join(folder, 'out'), join(folder, 'export.ndjson')];
  await writeFixture(exported);
  // Astro puts code that it runs once below its working folder: two builds must not share one.
  const cwd = await mkdtemp(join(await scratch(), 'build-'));
  try {
    await promisify(execFile)(process.execPath, [astro, 'build', '--root', site], {
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

async function scratch(): Promise<string> {
  const folder = join(site, '.cache');
  await mkdir(folder, { recursive: true });
  return folder;
}
