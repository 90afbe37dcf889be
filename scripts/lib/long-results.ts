import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { join, relative } from 'node:path';
import { commitNow } from './commit.ts';
import type { VitestResults } from './results.ts';
import { root } from './root.ts';

/** How one file of long tests ended when it ran last. */
export interface LongFile {
  /** ISO 8601, day and time in UTC. */
  readonly at: string;
  /** The commit that was tested; `…+` where something was not committed. */
  readonly commit: string;
  readonly seconds: number;
  readonly tests: readonly { readonly name: string; readonly status: string }[];
}

/** By the file's path in the repository. */
export type LongResults = Readonly<Record<string, LongFile>>;

const JSON_FILE = join(root, 'bench/long-tests.json');
const TABLE_FILE = join(root, 'bench/long-tests.md');

/** Keeps the results of a run of long tests beside those of files that did not run this time. */
export function keepLongResults(run: VitestResults): void {
  const known: LongResults = existsSync(JSON_FILE) ? JSON.parse(readFileSync(JSON_FILE, 'utf8')) : {};
  const all = merged(known, run, { commit: commitNow(), at: new Date().toISOString() });
  writeFileSync(JSON_FILE, `${JSON.stringify(all, null, 2)}\n`);
  const machine = `${cpus().length} cores, ${Math.round(totalmem() / 2 ** 30)} GiB`;
  writeFileSync(TABLE_FILE, tableOf(all, machine));
}

/** What is known of each file once a run has been added; files that are gone are forgotten. */
export function merged(
  known: LongResults,
  { testResults }: VitestResults,
  { commit, at }: Pick<LongFile, 'commit' | 'at'>,
  exists: (file: string) => boolean = (file) => existsSync(join(root, file)),
): LongResults {
  const ran: Record<string, LongFile> = {};
  // A file of the CMS stands here twice: it runs on both databases.
  for (const { name, startTime, endTime, assertionResults } of testResults) {
    const file = relative(root, name);
    const { seconds = 0, tests = [] } = ran[file] ?? {};
    ran[file] = {
      at,
      commit,
      seconds: seconds + Math.round((endTime - startTime) / 1000),
      tests: [...tests, ...assertionResults.map(({ fullName, status }) => ({ name: fullName, status }))],
    };
  }
  const kept = Object.entries({ ...known, ...ran }).filter(([file]) => exists(file));
  return Object.fromEntries(kept.sort(([a], [b]) => a.localeCompare(b)));
}

/** The results as a page for people. */
export function tableOf(results: LongResults, machine: string): string {
  const rows = Object.entries(results).map(([file, { at, commit, seconds, tests }]) => {
    const passed = tests.filter(({ status }) => status === 'passed').length;
    const failed = tests.filter(({ status }) => status === 'failed').map(({ name }) => name);
    const ending = failed.length > 0 || passed === 0 ? `**failed**: ${failed.join('; ')}` : 'passed';
    return `| ${file} | ${ending} | ${passed} of ${tests.length} | ${seconds} | ${at.slice(0, 10)} | ${commit} |`;
  });
  return [
    '# Long tests',
    '',
    `Written by \`npm run test:long\`: how each file ended when it ran last. This machine: ${machine}.`,
    '',
    '| file | ended | tests passed | seconds | day | commit |',
    '| --- | --- | --- | ---: | --- | --- |',
    ...rows,
    '',
  ].join('\n');
}
