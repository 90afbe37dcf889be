import { readFile, writeFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import type { ExportLine } from 'content-types';
import { expect } from 'vitest';
import { attempt } from '../build/pipeline/attempt.ts';
import { IncrementalBuildState } from '../build/pipeline/incremental-build-state.ts';
import { FollowUp } from '../build/post-publish/follow-up.ts';
import type { BuildReport } from '../build/report/report.ts';
import { filesBelow } from '../kernel/files.ts';
import { readSettings, type SiteSettings } from '../kernel/settings.ts';
import { findDamage, readManifest } from '../release/manifest.ts';
import { liveRoot } from '../release/release.ts';
import { toNdjson } from './fixture.ts';

const { signal } = new AbortController();
const say = () => undefined;

/** An export whose counts are those of its lines. */
export const counted = (lines: readonly ExportLine[]): ExportLine[] => {
  const counts: Record<string, number> = {};
  for (const line of lines) if (line.line === 'entry') counts[line.type] = (counts[line.type] ?? 0) + 1;
  return lines.map((line) => {
    if (line.line === 'header') return { ...line, counts };
    return line.line === 'end' ? { ...line, lines: lines.length - 2 } : line;
  });
};

/** Builds releases in this process, one after the other in a data folder of its own. */
export class Builder {
  readonly settings: SiteSettings;
  readonly #folder: string;
  readonly #buildState: IncrementalBuildState;

  /** @param folder holds the data folder of this name, and the exported files in `media` */
  constructor(folder: string, name: string) {
    this.#folder = folder;
    this.settings = readSettings({ DATA_DIR: join(folder, name), SITE_URL: 'https://site.example' });
    this.#buildState = new IncrementalBuildState(this.settings.folders);
  }

  /** @param asOf what is now for the pages; the present if not given */
  async build(lines: readonly ExportLine[], asOf?: Date): Promise<void> {
    expect((await this.#attempt(lines, asOf)).error).toBeUndefined();
  }

  /** The same while a release is held: nothing is built, and what was withdrawn is noted. */
  async lookWhilePinned(lines: readonly ExportLine[]): Promise<void> {
    expect((await this.#attempt(lines)).error).toContain('The site is held at release');
  }

  async #attempt(lines: readonly ExportLine[], asOf?: Date): Promise<BuildReport> {
    const [file, media] = ['export.ndjson', 'media'].map((name) => join(this.#folder, name)) as [
      string,
      string,
    ];
    await writeFile(file, toNdjson(lines));
    const { settings } = this;
    return attempt({ settings, from: { file, media }, buildState: this.#buildState, asOf, signal, say });
  }

  /** Copies the live release for the next one, as is done between two publishes, in turns. */
  async prepare(): Promise<void> {
    let turns = 0;
    const enough = () => {
      turns += 1;
      return turns % 3 === 0;
    };
    const copy = async () => {
      while (await this.#buildState.prepareNext(enough));
    };
    await Promise.all([copy(), copy()]);
  }

  /** Lets follow what follows while nobody waits, until that is so. */
  async follow(until: () => Promise<boolean>): Promise<void> {
    const followUp = new FollowUp({ settings: this.settings, buildState: this.#buildState, signal, say });
    while (!(await until())) if (!(await followUp.look(false))) await sleep(100);
  }

  async settle(): Promise<void> {
    await new FollowUp({ settings: this.settings, buildState: this.#buildState, signal, say }).finish();
  }

  /** Every file that visitors can get, but for what names the build. */
  async files(): Promise<Map<string, string>> {
    const root = (await liveRoot(this.settings.folders)) ?? '';
    const names = (await filesBelow(root)).filter((file) => file !== 'release.json');
    const pairs = names.map(async (file) => {
      const bytes = await readFile(join(root, file));
      // Packed quickly or not: both are right, and unpack to the same.
      const unpack = { '.br': brotliDecompressSync, '.gz': gunzipSync }[extname(file)];
      return [file, (unpack?.(bytes) ?? bytes).toString('base64')] as const;
    });
    return new Map(await Promise.all(pairs));
  }

  /** The files before anything follows: what may lack then, Brotli and the search, is left out. */
  async filesAtFirst(): Promise<Map<string, string>> {
    const files = await this.files();
    for (const [file, content] of files) {
      // What is there holds what it was packed from, and not what that was once.
      if (extname(file) === '.br') expect([file, content]).toEqual([file, files.get(file.slice(0, -3))]);
      if (extname(file) === '.br' || file.startsWith('pagefind/')) files.delete(file);
    }
    return files;
  }

  /** Checks the live release against its own manifest, as `npm run verify` does. */
  async verify(): Promise<void> {
    const release = join((await liveRoot(this.settings.folders)) ?? '', '..');
    const manifest = await readManifest(release);
    expect(manifest && (await findDamage(release, manifest, say))).toEqual({
      missing: [],
      changed: [],
      extra: [],
    });
  }
}
