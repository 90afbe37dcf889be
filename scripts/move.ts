// `npm run move -- --to postgres://…`: takes a platform from SQLite to PostgreSQL; see --help.
import { mkdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { MoveFacts } from '../cms/src/features/database-move/facts.ts';
import { beginMove, endMove, lookAtTarget, undoMove } from '../cms/src/features/database-move/target.ts';
import { type EnvironmentSettings, loadEnvironment } from './environment.ts';
import { buildServer } from './lib/build-code.ts';
import { runCommand } from './lib/command.ts';
import { requireReachable } from './lib/database.ts';
import { markSeeded, requireCmsSettings, verifyScript } from './lib/parts/cms.ts';
import { holdPart, type PlatformPart, platformRuns } from './lib/parts/data-folder.ts';
import { Problem } from './lib/problem.mjs';
import { isStopping, launch } from './lib/processes.ts';
import { root } from './lib/root.ts';
import { secretWord } from './lib/secret-word.ts';
import { step } from './lib/step.ts';
import { say } from './lib/terminal.ts';

const HELP = `npm run move -- --to postgres://user:password@host:5432/name
  With --to - it reads the address from its input, so that the password is in no list of processes.
  Copies all that the platform's SQLite database holds into an empty database of PostgreSQL and compares both.
  CMS and builder must be stopped. Uploads stay where they are, and so does the SQLite database, unchanged. It says
  at the end which line belongs into .env. What is broken off is run again.
`;
/** What works on the database, and must not meanwhile. */
const MOVED: readonly PlatformPart[] = ['cms', 'builder'];
const BROKEN_OFF =
  'Broken off: the platform goes on with SQLite as before. What was copied so far is marked as unfinished; the next move removes it and begins anew.';

const { values: asked, positionals } = parseArgs({
  allowPositionals: true,
  options: { help: { type: 'boolean' }, to: { type: 'string' } },
});

await runCommand(async () => {
  if (asked.help || asked.to === undefined || positionals.length > 0) {
    if (!asked.help) process.exitCode = 1;
    return console.log(HELP);
  }
  const begun = performance.now();
  const settings = loadEnvironment();
  requireCmsSettings(settings.env);
  const { dataDir } = settings;
  const file = requireSource(settings);
  const url = requireAddress(await secretWord(asked.to));
  // The static server serves on: it reads nothing of the database.
  if (platformRuns(dataDir, MOVED)) {
    throw new Problem(
      `The platform runs with the data folder ${dataDir}: what people do now would be lost. Stop it first (Ctrl-C where npm start runs, or systemctl stop social-protection-cms social-protection-builder), then move.`,
    );
  }
  for (const part of MOVED) holdPart(dataDir, part);
  await requireTarget(url);
  await buildServer(settings.env);
  const folder = join(dataDir, 'moving');
  // One that was killed left its own.
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { mode: 0o700 });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => say(BROKEN_OFF));
  try {
    const facts = await move(settings, file, url, folder);
    markSeeded({ dataDir, env: { DATABASE_URL: url } });
    await endMove(url);
    report(facts, url, file, Math.round((performance.now() - begun) / 1000));
  } catch (error) {
    if (!isStopping()) await undo(url);
    throw error;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

/** @throws {Problem} when there is nothing to be moved */
function requireSource({ dataDir, env }: EnvironmentSettings): string {
  if (env.DATABASE_URL) {
    throw new Problem(
      'The platform runs on PostgreSQL already (DATABASE_URL is set), and this command goes from SQLite to PostgreSQL only. To another server: npm run backup, then npm run restore -- latest --into <folder> --database-url postgres://…',
    );
  }
  const file = join(dataDir, 'cms.db');
  if (statSync(file, { throwIfNoEntry: false })) return file;
  throw new Problem(
    `There is no database ${file} to be moved. A platform that begins on PostgreSQL needs DATABASE_URL in .env and no move.`,
  );
}

/** @throws {Problem} when it is no address of a database of PostgreSQL */
function requireAddress(text: string): string {
  const url = URL.parse(text);
  if (url && /^postgres(ql)?:$/.test(url.protocol) && url.pathname.length > 1) return text;
  throw new Problem(
    'What follows --to must be an address such as postgres://user:password@host:5432/name: a move goes from SQLite to PostgreSQL only.',
  );
}

/** Finds out what would be in the way before anything is touched. */
async function requireTarget(url: string): Promise<void> {
  await requireReachable(url, '--to');
  const target = await lookAtTarget(url);
  if (target.problem) throw new Problem(target.problem);
  if (target.unfinished) say('What an earlier move left there, which was broken off, is removed first.');
}

/**
 * Copies and compares.
 * @param folder of no use afterwards
 * @throws {Problem} saying what stopped it or what differs
 */
async function move(
  { env, dataDir }: EnvironmentSettings,
  file: string,
  url: string,
  folder: string,
): Promise<MoveFacts> {
  const log = join(dataDir, 'logs/move.log');
  const run = (words: string[], given: NodeJS.ProcessEnv) =>
    runStep(words, { ...env, JOBS: 'off', ...given }, log);
  const describe = async (given: NodeJS.ProcessEnv): Promise<MoveFacts> => {
    const facts = join(folder, 'facts.json');
    await run(['describe', facts], given);
    return JSON.parse(readFileSync(facts, 'utf8'));
  };
  const before = await step('Reading what the SQLite database holds', () => describe({}));
  const written = statSync(file).mtimeMs;
  // So far from the platform's own files that a first start there changes none of them.
  const aside = join(folder, 'data');
  mkdirSync(join(aside, 'public/uploads'), { recursive: true });
  await step('Making the tables on PostgreSQL', async () => {
    await beginMove(url);
    await run(['make-tables'], { DATABASE_URL: url, DATA_DIR: aside });
  });
  await step('Copying', () => run(['copy', file], { DATABASE_URL: url }));
  const after = await step('Reading what PostgreSQL holds now', () => describe({ DATABASE_URL: url }));
  requireSame(before, after);
  await step('Following the audit record', () => followAudit(before, { ...env, DATABASE_URL: url }, log));
  if (statSync(file).mtimeMs !== written)
    throw new Problem(`${file} was written to meanwhile: stop what writes to it, then move again.`);
  return before;
}

/** @throws {Problem} naming every table that differs */
function requireSame(before: MoveFacts, after: MoveFacts): void {
  const differ: string[] = [];
  const compare = (what: string, was: unknown, is: unknown) => {
    if (JSON.stringify(was) !== JSON.stringify(is))
      differ.push(`${what}: ${JSON.stringify(was)} on SQLite, ${JSON.stringify(is)} on PostgreSQL`);
  };
  for (const table of new Set([...Object.keys(before.tables), ...Object.keys(after.tables)])) {
    const [was, is] = [before, after].map(({ tables }) => tables[table]);
    // One that holds nothing is as good as none.
    if (was?.rows || is?.rows) compare(`the table ${table}`, was, is);
  }
  compare('what is live', before.export, after.export);
  compare('the state of the outbox', before.revision, after.revision);
  compare('the end of the audit record', before.auditHead, after.auditHead);
  if (differ.length > 0)
    throw new Problem(`PostgreSQL does not hold what SQLite holds:\n  ${differ.join('\n  ')}`);
}

async function followAudit({ auditHead }: MoveFacts, env: NodeJS.ProcessEnv, log: string): Promise<void> {
  const noted = auditHead && auditHead.count > 0 ? [`${auditHead.count}:${auditHead.hash}`] : [];
  const script = [...verifyScript, ...noted];
  const check = launch({ name: 'the check', script, cwd: join(root, 'cms'), env, log, append: true });
  if ((await check.exited) !== 0 && !isStopping())
    throw new Problem(`The audit record is not whole on PostgreSQL: ${check.ending()}`);
}

/** Runs one step in a process of its own; its output is in the log, and what it says of its progress here too. */
async function runStep(words: readonly string[], env: NodeJS.ProcessEnv, log: string): Promise<void> {
  const problems: string[] = [];
  const child = launch({
    name: 'the move',
    script: ['--enable-source-maps', join(root, 'cms/dist/src/commands/move-database.js'), ...words],
    cwd: join(root, 'cms'),
    env,
    log,
    append: true,
    show: (line) => {
      const [, kind, text = ''] = /^(progress|problem) (.*)$/.exec(line) ?? [];
      if (kind === 'progress') say(`  ${text}`);
      if (kind === 'problem') problems.push(text);
      return false;
    },
  });
  const status = await child.exited;
  if (isStopping()) return new Promise(() => undefined);
  if (status !== 0) throw new Problem(problems.join('\n') || `The move ended: ${child.ending()}`);
}

/** Leaves the target as empty as it was, if it answers; otherwise the next move does. */
async function undo(url: string): Promise<void> {
  const left = await undoMove(url).then(
    () => 'The database on PostgreSQL is empty again',
    () => 'What was copied is marked as unfinished, and the next move removes it',
  );
  console.error(`The move failed. ${left}; the platform goes on with SQLite as before.`);
}

function report(facts: MoveFacts, url: string, file: string, seconds: number): void {
  const rows = Object.values(facts.tables).reduce((sum, table) => sum + table.rows, 0);
  const address = new URL(url);
  if (address.password) address.password = 'PASSWORD';
  const { auditHead } = facts;
  console.log(`
Moved and compared in ${seconds} s: ${rows.toLocaleString('en')} rows of ${Object.keys(facts.tables).length} tables, ${facts.export.rows.toLocaleString('en')} lines of what is live, ${auditHead?.count ?? 0} rows of the audit record${auditHead ? ` (${auditHead.count}:${auditHead.hash})` : ''}.
Write this line into .env, in place of any that begins with DATABASE_URL${address.password ? ', with the password that you gave' : ''}:

DATABASE_URL=${address.href}

From the next start on the platform uses it; who was signed in stays so, and what waited to be sent is sent from there.
The SQLite database stays as it is in ${file}: without that line the platform is back on it, without what came after the move. Remove it when a backup of the new one was made and rehearsed (npm run backup, npm run backup -- --rehearse).
`);
}
