import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type EntryLine, type ExportLine, entryPath, keyOf, localise } from 'content-types';
import sharp from 'sharp';
import { attempt } from '../build/pipeline/attempt.ts';
import { IncrementalBuildState } from '../build/pipeline/incremental-build-state.ts';
import { filesBelow } from '../kernel/files.ts';
import { readSettings } from '../kernel/settings.ts';
import { fileOf } from '../kernel/site-files.ts';
import { liveRoot } from '../release/release.ts';
import { SITE_URL } from './build.ts';
import { toNdjson } from './fixture.ts';

/** Real builds in this process, one after the other, of exports that are given. */
export class FuzzedBuilds {
  #folder = '';
  #buildState: IncrementalBuildState | undefined;

  async start(): Promise<void> {
    this.#folder = await mkdtemp(join(tmpdir(), 'fuzz-'));
    await mkdir(join(this.#folder, 'media'));
    await writeFile(join(this.#folder, 'media/report.pdf'), '%PDF-1.4');
    const picture = sharp({ create: { width: 90, height: 60, channels: 3, background: 'green' } });
    await writeFile(join(this.#folder, 'media/other.jpg'), await picture.jpeg().toBuffer());
  }

  async stop(): Promise<void> {
    await rm(this.#folder, { recursive: true, maxRetries: 5 });
  }

  /** @returns why there is no release; entries that are neither live nor left out by name; what no page could be made from */
  async build(lines: readonly ExportLine[]) {
    const [file, media] = [join(this.#folder, 'export.ndjson'), join(this.#folder, 'media')];
    await writeFile(file, toNdjson(lines));
    const settings = readSettings({ DATA_DIR: join(this.#folder, 'data'), SITE_URL });
    this.#buildState ??= new IncrementalBuildState(settings.folders);
    const { signal } = new AbortController();
    const say = () => undefined;
    const report = await attempt({
      settings,
      from: { file, media },
      buildState: this.#buildState,
      signal,
      say,
    });
    const live = new Set(await filesBelow((await liveRoot(settings.folders)) ?? this.#folder));
    const left = new Set(report.leftOut.map(({ documentId, locale }) => `${documentId} ${locale}`));
    const lost = lines.flatMap((line) =>
      line.line === 'entry' && !left.has(`${line.documentId} ${line.locale}`) && !isLive(line, live)
        ? [`${line.type} ${line.documentId} ${line.locale}`]
        : [],
    );
    const failed = report.leftOut.flatMap(({ code, about }) => (code === 'page-fails' ? [about] : []));
    return { error: report.error, lost, failed };
  }
}

/** Whether an entry's page is there, or it has none of its own: a part of one may lack it too. */
function isLive({ type, locale, fields }: EntryLine, live: ReadonlySet<string>): boolean {
  const known = type as Parameters<typeof keyOf>[0];
  const path = entryPath({ type: known, key: keyOf(known, fields), fields });
  return !path || path.includes('#') || live.has(fileOf(localise(locale as 'bn', path)));
}
