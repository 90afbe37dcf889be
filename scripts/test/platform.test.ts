import { existsSync, mkdtempSync, readdirSync, statSync } from 'node:fs';
import { truncate } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readSampleContent } from '../../cms/src/features/sample-content/read.ts';
import { root } from '../lib/root.ts';
import { timed } from './pace.ts';
import { type Platform, startPlatform } from './platform.ts';
import { copyData, type Shared, sharedPlatform } from './shared-platform.ts';
import { testSupervision } from './supervision.ts';
import { until } from './until.ts';

/** How a platform starts, lives on and ends, on a copy of the shared one's data. */

let shared: Shared;
let platform: Platform;

beforeAll(async () => {
  shared = await sharedPlatform();
  const dataDir = mkdtempSync(join(tmpdir(), 'platform-'));
  copyData(shared.kept, dataDir);
  platform = await startPlatform(dataDir);
});
afterAll(() => platform?.remove());

describe('a first start that was broken off', () => {
  it('goes on with the next: every version of the samples is live, and went live once', async () => {
    expect(shared.firstOutput).toContain('Loading the sample content, once …');
    const wanted: Record<string, number> = {};
    for (const { type, draft, versions } of await readSampleContent(join(root, 'cms/sample-content'))) {
      if (!draft) wanted[type] = (wanted[type] ?? 0) + Object.keys(versions).length;
    }
    // The CMS writes beside us: its writes are waited for, as its own connections wait.
    const database = new DatabaseSync(join(platform.dataDir, 'cms.db'), { readOnly: true, timeout: 30_000 });
    const rows = database
      .prepare('SELECT type, count(*) AS number FROM publication_changes GROUP BY type')
      .all();
    database.close();
    expect(Object.fromEntries(rows.map(({ type, number }) => [type, number]))).toEqual(wanted);
  });
});

testSupervision(() => platform);

describe('the start', () => {
  it('says where everything is', () => {
    for (const words of [`${platform.cmsUrl}/admin`, platform.siteUrl, 'cms/demo-accounts.json']) {
      expect(platform.output()).toContain(words);
    }
  });

  // In production the code is somebody else's: who runs it can only read it.
  it('and all that people did since wrote nothing into the folder of the code', () => {
    expect(existsSync(join(platform.dataDir, 'cache/renderer'))).toBe(true);
    const written = ['cms', 'content-types', 'scripts', 'site']
      .flatMap((folder) => readdirSync(join(root, folder), { recursive: true, withFileTypes: true }))
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => join(parentPath, name))
      .filter((file) => statSync(file).mtimeMs > shared.began)
      // Strapi writes an empty one where it can, and bears it where it cannot.
      .filter((file) => !file.endsWith('.strapi-updater.json'));
    // Outside production the samples' sign-ins lie where people look for them.
    expect(written).toEqual([join(root, 'cms/demo-accounts.json')]);
  });

  it('ends on Ctrl-C with everything that it started, and is ready again in under 20 s with all data', async () => {
    await platform.interrupt();
    await expect(fetch(platform.siteUrl)).rejects.toThrow();
    await expect(fetch(`${platform.cmsUrl}/_health`)).rejects.toThrow();
    let again = platform;
    const took = await timed(async () => {
      again = await startPlatform(platform.dataDir);
    });
    try {
      expect(took).toBeLessThan(20_000);
      expect(again.output()).not.toContain('Loading the sample content');
      expect((await fetch(`${again.siteUrl}/programmes/old-age-allowance/`)).status).toBe(200);
    } finally {
      await again.interrupt();
    }
  });

  it('serves the site though the database is damaged, and says what to do', async () => {
    const database = join(platform.dataDir, 'cms.db');
    await truncate(database, 300_000);
    const again = await startPlatform(platform.dataDir, 'Starting the CMS again in');
    try {
      expect((await fetch(`${again.siteUrl}/programmes/old-age-allowance/`)).status).toBe(200);
      expect(again.output()).toContain('database disk image is malformed');
      expect(again.output()).toContain(
        `The database ${database} is damaged. Visitors keep the site as it is.`,
      );
      expect(again.output()).toContain('npm run restore');
      await until(() => again.process('cms').restarts > 1, 60_000);
      expect((await fetch(`${again.siteUrl}/`)).status).toBe(200);
    } finally {
      await again.interrupt();
    }
  });
});
