import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, globSync } from 'node:fs';
import { cp, mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { gunzipSync } from 'node:zlib';
import sharp from 'sharp';
import type { BuildReport } from '../build/report/report.ts';
import { readSettings, root, type SiteSettings } from '../kernel/settings.ts';
import { liveManifest } from '../release/release.ts';
import { BenchCms, TOKEN } from './bench-cms.ts';
import { type EleventyRun, runEleventy } from './eleventy.ts';
import { generate, ministryCode } from './generate.ts';
import { MemoryWatch } from './process-tree.ts';
import { seeded } from './random.ts';

export interface MeasureOptions {
  readonly entries: number;
  readonly seed: number;
  /** Single stories that are changed one after the other. */
  readonly changes: number;
  /** A folder of its own that may be filled. */
  readonly folder: string;
  readonly say: (line: string) => void;
}

/** One thing that was measured. Times are in milliseconds, memory in megabytes at the peak. */
export interface Measured {
  readonly time: number;
  readonly memory: number;
  /** What the builder counted of each part. */
  readonly parts: NonNullable<BuildReport['parts']>;
}

export interface Measurement {
  readonly entries: number;
  readonly pages: number;
  /** The very first build of a site: its code is prepared and its pictures are encoded too. */
  readonly first: Measured;
  /** By a new process in an empty folder that only has the encoded pictures. With the milliseconds until the search index had followed. */
  readonly cold: Measured & { readonly search: number };
  readonly unchanged: Measured;
  /** From the publish until the change is live, for each changed story. */
  readonly story: Measured & { readonly times: readonly number[]; readonly search: number | null };
  readonly ministry: Measured;
  /** From the withdrawal of a story until its pages, results, words and pictures are gone from the live site, for each story. */
  readonly withdrawn?: Measured & { readonly times: readonly number[]; readonly everywhere: number };
  readonly eleventy: EleventyRun;
}

/** Milliseconds until something must be live. */
const PATIENCE = 30 * 60 * 1000;
/** Milliseconds without a word of the search after which it has followed. */
const CALM = 10_000;
/** One generated picture for so many entries. */
const PICTURE_FOR = 200;

/** Builds a generated site and measures what each kind of change costs until it is live. */
export async function measure(options: MeasureOptions): Promise<Measurement> {
  const { entries, seed, folder, say } = options;
  say(`Generating ${entries} entries …`);
  const pictures = await makePictures(join(folder, 'pictures'), Math.ceil(entries / PICTURE_FOR), seed);
  const cms = new BenchCms(folder);
  const names = pictures.map((path) => path.slice(path.lastIndexOf('/') + 1));
  await cms.start(generate({ entries, seed, pictures: names }), pictures);
  const builder = new MeasuredBuilder(
    cms,
    readSettings({ DATA_DIR: join(folder, 'data'), CMS_URL: cms.url }),
    options,
  );
  try {
    return await builder.run();
  } finally {
    await builder.stop();
    await cms.stop();
  }
}

class MeasuredBuilder {
  readonly #cms: BenchCms;
  readonly #settings: SiteSettings;
  readonly #options: MeasureOptions;
  #builder: ChildProcess | undefined;
  #memory: MemoryWatch | undefined;
  /** What the builder said of the search. */
  readonly #heard: { readonly line: string; readonly at: number }[] = [];

  constructor(cms: BenchCms, settings: SiteSettings, options: MeasureOptions) {
    this.#cms = cms;
    this.#settings = settings;
    this.#options = options;
  }

  async run(): Promise<Measurement> {
    const { entries, say, folder } = this.#options;
    say('Building it for the first time …');
    const first = await this.#firstBuild();
    say(`It was live after ${seconds(first.time)} s. Building it in an empty folder …`);
    await settle();
    this.#start('daemon/loop.ts');
    const began = performance.now();
    const cold = await this.#live();
    say(`It is live after ${seconds(cold.time)} s; waiting for its search …`);
    const search = (await this.#searchFollowed()) - began;
    const pages = (await liveManifest(this.#settings.folders))?.pages ?? 0;
    const story = await this.#changeStories();
    say('Renaming a ministry …');
    // The first has most stories.
    await this.#cms.publish('ministry', ministryCode(0), 'bn', { name: 'নতুন নামের মন্ত্রণালয়' });
    const ministry = await this.#live();
    const withdrawn = await this.#withdrawStories();
    await this.stop();
    say('Building with nothing changed …');
    await settle();
    const unchanged = await this.#rebuild();
    say('Building the same content with Eleventy …');
    await settle();
    const eleventy = await runEleventy(this.#cms.file, join(folder, 'eleventy'));
    const measured = { first, cold: { ...cold, search }, unchanged, story, ministry, withdrawn };
    return { entries, pages, ...measured, eleventy };
  }

  /** Leaves nothing behind but the encoded pictures. */
  async #firstBuild(): Promise<Measured> {
    const elsewhere = join(this.#options.folder, 'first');
    const { folders } = readSettings({ DATA_DIR: elsewhere });
    const first = await this.#rebuild(elsewhere);
    for (const name of ['images', 'media'] as const) {
      await cp(folders[name], this.#settings.folders[name], { recursive: true });
    }
    return first;
  }

  async stop(): Promise<void> {
    this.#memory?.stop();
    if (!this.#builder || ended(this.#builder)) return;
    const gone = once(this.#builder, 'exit');
    this.#builder.kill('SIGTERM');
    await gone;
  }

  /** Throws once the builder has ended: nothing more will come. */
  #alive(): void {
    const { exitCode, signalCode } = this.#builder ?? {};
    if (!this.#builder || !ended(this.#builder)) return;
    throw new Error(`the builder ended with ${signalCode ?? `status ${exitCode}`}; it says why above`);
  }

  #start(script: string, dataDir = this.#settings.dataDir): ChildProcess {
    const env = { ...process.env, DATA_DIR: dataDir, CMS_URL: this.#cms.url, EXPORT_TOKEN: TOKEN };
    const path = join(root, 'site/build', script);
    // What another builder said of the same content is not this one's.
    this.#cms.reports.length = 0;
    this.#heard.length = 0;
    const builder = spawn(process.execPath, [path], { env, stdio: ['ignore', 'pipe', 'inherit'] });
    this.#builder = builder;
    createInterface({ input: builder.stdout }).on('line', (line) => {
      if (/Indexing|caught up/.test(line)) this.#heard.push({ line, at: performance.now() });
    });
    this.#memory = new MemoryWatch(this.#builder.pid ?? 0);
    return this.#builder;
  }

  /** Waits until the builder has indexed everything and indexes no more; answers when. */
  async #searchFollowed(): Promise<number> {
    const started = performance.now();
    while (performance.now() - started < PATIENCE) {
      this.#alive();
      await sleep(500);
      const last = this.#heard.at(-1);
      if (last?.line.includes('caught up') && performance.now() - last.at > CALM) return last.at;
    }
    throw new Error('the search did not follow');
  }

  /** Waits until the CMS's state is live, and for the builder's own report of it. */
  async #live(): Promise<Measured> {
    const { revision } = this.#cms;
    const started = performance.now();
    while ((await liveManifest(this.#settings.folders))?.revision !== revision) {
      this.#alive();
      const failed = this.#cms.reports.find((report) => report.revision === revision && !report.ok);
      if (failed) throw new Error(`the build failed: ${failed.error}`);
      if (performance.now() - started > PATIENCE) throw new Error(`revision ${revision} did not go live`);
      await sleep(20);
    }
    const time = performance.now() - started;
    return { time, ...(await this.#reported(revision)) };
  }

  async #reported(revision: string): Promise<Pick<Measured, 'memory' | 'parts'>> {
    for (let wait = 0; wait < 200; wait += 1) {
      const report = this.#cms.reports.find((one) => one.ok && one.revision === revision);
      if (report) return { memory: this.#memory?.take() ?? 0, parts: report.parts ?? {} };
      await sleep(50);
    }
    throw new Error(`the builder did not report revision ${revision}`);
  }

  async #changeStories(): Promise<Measurement['story']> {
    const { changes, seed, say } = this.#options;
    const random = seeded(seed);
    const keys = this.#cms.keys('story', 'bn');
    const measured: Measured[] = [];
    let search: number | null = null;
    for (let number = 1; number <= changes; number += 1) {
      const key = keys[Math.floor(random() * keys.length)] ?? '';
      const word = `বদল${number}ফল`;
      // Somebody approves now and then, and not in step with the builder's looks.
      await sleep(6000 + random() * 2000);
      const published = performance.now();
      await this.#cms.publish('story', key, 'bn', { title: `একটি নতুন শিরোনাম ${word}` });
      measured.push(await this.#live());
      say(`Changed story ${number} of ${changes}: live after ${seconds(measured.at(-1)?.time)} s`);
      if (number === changes) search = await this.#searchable(word, published);
    }
    const times = measured.map(({ time }) => time);
    const slowest = measured.toSorted((a, b) => b.time - a.time)[0];
    return {
      time: percentile(times, 95),
      memory: Math.max(...measured.map(({ memory }) => memory)),
      parts: slowest?.parts ?? {},
      times,
      search,
    };
  }

  /** Withdraws stories one after the other; each when the search has followed what came before. */
  async #withdrawStories(): Promise<Measurement['withdrawn']> {
    const { changes, seed, say } = this.#options;
    const random = seeded(seed + 1);
    const keys = this.#cms.keys('story', 'bn');
    const measured: (Measured & { readonly everywhere: number })[] = [];
    for (let number = 1; number <= Math.ceil(changes / 4); number += 1) {
      const [key = ''] = keys.splice(Math.floor(random() * keys.length), 1);
      await this.#searchFollowed();
      const withdrawn = performance.now();
      const titles = await this.#cms.withdraw('story', key);
      const live = await this.#live();
      const left = await this.#filesWith([key, ...titles]);
      if (left.length > 0) throw new Error(`the withdrawn story ${key} is still in ${left.join(', ')}`);
      const everywhere = await this.#forgotten(withdrawn);
      measured.push({ ...live, everywhere });
      say(
        `Withdrew story ${number}: gone after ${seconds(live.time)} s, everywhere ${seconds(everywhere)} s`,
      );
    }
    const times = measured.map(({ time }) => time);
    const slowest = measured.toSorted((a, b) => b.time - a.time)[0];
    return {
      time: Math.max(...times),
      memory: Math.max(...measured.map(({ memory }) => memory)),
      parts: slowest?.parts ?? {},
      times,
      everywhere: Math.max(...measured.map(({ everywhere }) => everywhere)),
    };
  }

  /** Files of the live site's search and its kept assets that hold one of these texts. */
  async #filesWith(texts: readonly string[]): Promise<string[]> {
    const { live, assets } = this.#settings.folders;
    const found: string[] = [];
    for (const cwd of [join(live, 'site'), assets]) {
      for (const file of globSync('pagefind*/**/*.{pf_fragment,pf_meta,pf_filter}', { cwd })) {
        const bytes = gunzipSync(await readFile(join(cwd, file)));
        if (texts.some((text) => bytes.includes(text))) found.push(file);
      }
    }
    return found;
  }

  /** Milliseconds until the builder knows of nothing withdrawn that is still in a release or cache. */
  async #forgotten(since: number): Promise<number> {
    while (existsSync(this.#settings.folders.withdrawn)) {
      this.#alive();
      if (performance.now() - since > PATIENCE) throw new Error('what was withdrawn is not forgotten');
      await sleep(50);
    }
    return performance.now() - since;
  }

  /** Milliseconds from the publish until the search index holds a word; null if it never does. */
  async #searchable(word: string, published: number): Promise<number | null> {
    const seen = new Set<string>();
    while (performance.now() - published < PATIENCE / 10) {
      this.#alive();
      const cwd = this.#settings.folders.live;
      for (const file of globSync('site/pagefind*/**/*.pf_fragment', { cwd })) {
        if (seen.has(file)) continue;
        seen.add(file);
        const bytes = await readFile(join(cwd, file)).catch(() => undefined);
        if (bytes && gunzipSync(bytes).includes(word)) return performance.now() - published;
      }
      await sleep(500);
    }
    return null;
  }

  /** Until the release is live again; `npm run rebuild` then goes on and packs everything well. */
  async #rebuild(dataDir = this.#settings.dataDir): Promise<Measured> {
    const { folders } = readSettings({ DATA_DIR: dataDir });
    const started = performance.now();
    const before = await liveManifest(folders);
    this.#start('cli/rebuild.ts', dataDir);
    while ((await liveManifest(folders))?.id === before?.id) {
      this.#alive();
      await sleep(20);
    }
    const time = performance.now() - started;
    const told = await this.#reported(this.#cms.revision);
    await this.stop();
    return { time, ...told };
  }
}

/** Waits until the disk has written what came before, so that nobody is measured with another's files. */
async function settle(): Promise<void> {
  await promisify(execFile)('sync');
}

function ended({ exitCode, signalCode }: ChildProcess): boolean {
  return exitCode !== null || signalCode !== null;
}

/** The value that so many of a hundred do not exceed, by the nearest rank. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil((share / 100) * sorted.length) - 1)] ?? 0;
}

function seconds(milliseconds = 0): string {
  return (milliseconds / 1000).toFixed(2);
}

/** Photos as far as an encoder can tell: coarse noise, blurred. */
async function makePictures(folder: string, count: number, seed: number): Promise<string[]> {
  await mkdir(folder, { recursive: true });
  const paths: string[] = [];
  for (let number = 0; number < count; number += 1) {
    const random = seeded(seed * 31 + number);
    const [width, height] = [16, 12];
    const noise = Buffer.from(Array.from({ length: width * height * 3 }, () => Math.floor(random() * 256)));
    const path = join(folder, `picture-${number}.png`);
    const raw = { width, height, channels: 3 } as const;
    await sharp(noise, { raw }).resize(800, 600, { kernel: 'cubic' }).png().toFile(path);
    paths.push(path);
  }
  return paths;
}
