import { readFile } from 'node:fs/promises';
import { cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import type { BuildPart } from '../build/report/steps.ts';
import { isMissing, writeWhole } from '../kernel/files.ts';
import { root } from '../kernel/settings.ts';
import type { Measured, Measurement } from './measure.ts';

/** The machine and the versions that a run was made with; nothing that names the machine. */
export interface Setting {
  /** ISO 8601, the day. */
  readonly day: string;
  readonly cores: number;
  readonly processor: string;
  /** Gigabytes (2^30). */
  readonly memory: number;
  readonly platform: string;
  readonly versions: Readonly<Record<string, string>>;
  readonly seed: number;
}

export interface BenchRun extends Measurement {
  readonly setting: Setting;
}

const FOLDER = join(root, 'bench');
const PACKAGES = ['astro', 'pagefind', 'sharp', '@11ty/eleventy'];
const PARTS: readonly BuildPart[] = [
  'export',
  'images',
  'render',
  'checks',
  'search',
  'compress',
  'seal',
  'swap',
];

export async function settingOf(seed: number): Promise<Setting> {
  const versions = PACKAGES.map(async (name) => {
    const file = join(root, 'node_modules', name, 'package.json');
    return [name, JSON.parse(await readFile(file, 'utf8')).version as string] as const;
  });
  return {
    day: new Date().toISOString().slice(0, 10),
    cores: cpus().length,
    processor: cpus()[0]?.model.trim() ?? 'unknown',
    memory: Math.round(totalmem() / 2 ** 30),
    platform: `${process.platform} ${process.arch}`,
    versions: { node: process.versions.node, ...Object.fromEntries(await Promise.all(versions)) },
    seed,
  };
}

/** Keeps a run in place of the last one of the same size, and writes the table of all. */
export async function keepRun(run: BenchRun): Promise<string> {
  const file = join(FOLDER, 'results.json');
  const text = await readFile(file, 'utf8').catch((error) => {
    if (isMissing(error)) return '[]';
    throw error;
  });
  const others = (JSON.parse(text) as BenchRun[]).filter(({ entries }) => entries !== run.entries);
  const runs = [...others, run].sort((a, b) => a.entries - b.entries);
  await writeWhole(file, `${JSON.stringify(runs, null, 2)}\n`);
  await writeWhole(join(FOLDER, 'results.md'), tableOf(runs));
  return join(FOLDER, 'results.md');
}

/** All runs as Markdown. */
export function tableOf(runs: readonly BenchRun[]): string {
  const sizes = runs.map(({ entries }) => entries.toLocaleString('en'));
  const table = (head: string, rows: readonly (readonly [string, (run: BenchRun) => string])[]) => [
    `| ${[head, ...sizes].join(' | ')} |`,
    `| ${['---', ...sizes.map(() => '---:')].join(' | ')} |`,
    ...rows.map(([name, cell]) => `| ${[name, ...runs.map(cell)].join(' | ')} |`),
  ];
  const parts = (title: string, pick: (run: BenchRun) => Measured) => [
    '',
    `### ${title}`,
    '',
    ...table(
      'seconds',
      PARTS.map((part) => [part, (run) => secondsOf(pick(run).parts[part])]),
    ),
  ];
  return [
    '# Benchmark',
    '',
    'Written by `npm run bench`. Entries are published versions, half of them in each language; each has its page.',
    'A change’s time is that from the publish in the CMS until it is live, though nobody wakes the builder, which looks every 2 seconds.',
    'First build: with the code prepared and all pictures encoded. Cold build: a new process in an empty folder, pictures encoded before; Eleventy encodes, packs and checks nothing.',
    'Nothing changed: a new process that knows nothing of the site renders all of it and finds that it is as it was.',
    '',
    ...table('entries', [
      ['pages', ({ pages }) => pages.toLocaleString('en')],
      ['first build, s', ({ first }) => secondsOf(first.time)],
      ['… peak memory, MB', ({ first }) => String(first.memory)],
      ['cold build, s', ({ cold }) => secondsOf(cold.time)],
      ['… times Eleventy’s', ({ cold, eleventy }) => (cold.time / eleventy.milliseconds).toFixed(1)],
      ['… peak memory, MB', ({ cold }) => String(cold.memory)],
      ['… found by the search, s', ({ cold }) => secondsOf(cold.search)],
      ['nothing changed, s', ({ unchanged }) => secondsOf(unchanged.time)],
      ['… peak memory, MB', ({ unchanged }) => String(unchanged.memory)],
      ['one story changed, p95, s', ({ story }) => secondsOf(story.time)],
      ['… times the smallest site’s', ({ story }) => (story.time / (runs[0]?.story.time ?? 0)).toFixed(2)],
      ['… median, s', ({ story }) => secondsOf(medianOf(story.times))],
      ['… found by the search, s', ({ story }) => (story.search === null ? 'no' : secondsOf(story.search))],
      ['… peak memory, MB', ({ story }) => String(story.memory)],
      ['a ministry renamed, s', ({ ministry }) => secondsOf(ministry.time)],
      ['… peak memory, MB', ({ ministry }) => String(ministry.memory)],
      ['a story withdrawn, slowest, s', ({ withdrawn }) => secondsOf(withdrawn?.time)],
      ['… from old releases and caches too, s', ({ withdrawn }) => secondsOf(withdrawn?.everywhere)],
      ['… peak memory, MB', ({ withdrawn }) => (withdrawn ? String(withdrawn.memory) : '–')],
      ['Eleventy, s', ({ eleventy }) => secondsOf(eleventy.milliseconds)],
      ['… peak memory, MB', ({ eleventy }) => String(eleventy.memory)],
      ['… pages', ({ eleventy }) => eleventy.pages.toLocaleString('en')],
    ]),
    ...parts('Parts of the first build', ({ first }) => first),
    ...parts('Parts of a cold build', ({ cold }) => cold),
    ...parts('Parts of a rebuild with nothing changed', ({ unchanged }) => unchanged),
    ...parts('Parts of the slowest change of one story', ({ story }) => story),
    ...parts('Parts of a renamed ministry', ({ ministry }) => ministry),
    '',
    '## Machine and versions',
    '',
    ...table('', [
      ['day', ({ setting }) => setting.day],
      ['cores', ({ setting }) => `${setting.cores} (${setting.processor})`],
      ['memory, GB', ({ setting }) => String(setting.memory)],
      ['platform', ({ setting }) => setting.platform],
      ['seed', ({ setting }) => String(setting.seed)],
      ...Object.keys(runs[0]?.setting.versions ?? {}).map(
        (name) => [name, (run: BenchRun) => run.setting.versions[name] ?? ''] as const,
      ),
    ]),
    '',
  ].join('\n');
}

function secondsOf(milliseconds: number | undefined): string {
  return milliseconds === undefined ? '–' : (milliseconds / 1000).toFixed(2);
}

function medianOf(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const [low, high] = [sorted[sorted.length % 2 ? middle : middle - 1], sorted[middle]];
  return ((low ?? 0) + (high ?? 0)) / 2;
}
