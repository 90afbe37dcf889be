import { randomBytes } from 'node:crypto';
import { existsSync, globSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import sharp from 'sharp';
import { startPostgres, type TestPostgres } from '../../cms/test/postgres.ts';
import { readSettings } from '../../site/kernel/settings.ts';
import { makeKeyPair } from '../backup/sealed.ts';
import { type EnvironmentSettings, loadEnvironment, prepareDataDir } from '../environment.ts';
import { buildCode } from '../lib/build-code.ts';
import { commitNow } from '../lib/commit.ts';
import { builderProgram, firstRelease, siteProgram } from '../lib/parts/builder.ts';
import { cmsReady, launchCms, requireCmsSettings } from '../lib/parts/cms.ts';
import { withTrigger } from '../lib/parts/start-words.ts';
import { freePort } from '../lib/ports.ts';
import { Problem } from '../lib/problem.mjs';
import { type Child, death, launch } from '../lib/processes.ts';
import { findPostgres } from '../lib/programs/postgres.ts';
import { root } from '../lib/root.ts';
import { generateMissing } from '../lib/secrets.ts';
import { runToEnd } from '../lib/step.ts';
import { makePeople } from '../load/make-people.ts';
import { LoadPerson } from '../load/people.ts';
import { lookAt, type MemoryLook, type Phase, phaseOf, together } from './looks.ts';
import { reportOf } from './report.ts';

const LOOK_MS = 500;
/** Milliseconds after the search's last word, and until something that is awaited counts as never. */
const [CALM_MS, PATIENCE_MS] = [10_000, 1_800_000];
const APPROVALS = 10;
/** What visitors ask for in a second, and for how many seconds. */
const [RATE, SECONDS] = [200, 20];
const STORIES = '/content-manager/collection-types/api::story.story';
const QUIET = '--disable-warning=MODULE_TYPELESS_PACKAGE_JSON';

const USAGE = `npm run bench -- memory: the memory of each part in production mode on PostgreSQL (PG_BIN); Linux only
  --entries <number>  generated live entries; 10000 if not said
Under a limit for all: systemd-run --scope -p MemoryMax=8G npm run bench -- memory`;

/** Measures what each part of a platform takes of the memory while it does what it does. */
export async function measureMemory(words: string[]): Promise<void> {
  const { values } = parseArgs({
    args: words,
    options: {
      entries: { type: 'string', default: '10000' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return console.log(USAGE);
  const entries = Number(values.entries);
  if (!Number.isInteger(entries) || entries < 1000) {
    throw new Problem(`--entries must be a whole number from 1000, but is “${values.entries}”.`);
  }
  const bin = findPostgres();
  if (bin === undefined) throw new Problem('PostgreSQL was not found: set PG_BIN.');
  process.env.PG_BIN = bin;
  const postgres = await startPostgres();
  // Ctrl-C too.
  const end = () => void process.kill(postgres.pid() ?? 0, 'SIGINT');
  process.once('exit', end);
  const folder = mkdtempSync(join(tmpdir(), 'memory-'));
  try {
    const settings = await settingsFor(postgres, folder);
    const run = new Run(settings, postgres);
    await run.prepare(entries);
    const { phases, idle } = await run.measure().finally(() => run.stop());
    const file = join(root, 'bench/memory.md');
    writeFileSync(file, reportOf({ entries, commit: commitNow(), limit: limitOf(), phases, idle }));
    console.log(`Written to ${file}`);
  } finally {
    process.off('exit', end);
    await postgres.stop();
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** As in production, but that nobody needs a second factor; what is asked for here comes from this machine. */
async function settingsFor({ url }: TestPostgres, folder: string): Promise<EnvironmentSettings> {
  const { publicKey } = await makeKeyPair();
  const settings = loadEnvironment(
    {
      ...process.env,
      ...generateMissing({}),
      NODE_ENV: 'production',
      DATA_DIR: join(folder, 'data'),
      DATABASE_URL: url,
      CMS_PORT: String(await freePort()),
      SITE_PORT: String(await freePort()),
      CMS_URL: 'https://cms.platform.internal',
      SITE_URL: 'https://platform.internal',
      TRUSTED_PROXIES: '1',
      MAIL_FROM: 'no-reply@platform.internal',
      OPERATOR_EMAIL: 'operator@platform.internal',
      REQUIRE_SECOND_FACTOR: 'none',
    },
    folder,
  );
  requireCmsSettings(settings.env);
  prepareDataDir(settings.dataDir);
  // Not the CMS's, which would make one whenever it is due.
  Object.assign(backupSettings, {
    BACKUP_REPOSITORY: join(folder, 'repository'),
    BACKUP_PASSWORD: randomBytes(32).toString('base64url'),
    BACKUP_PUBLIC_KEY: publicKey,
  });
  return withTrigger(settings, await freePort());
}
const backupSettings: Record<string, string> = {};

class Run {
  readonly #settings: EnvironmentSettings;
  readonly #postgres: TestPostgres;
  #cms: Child | undefined;
  #site: Child | undefined;
  #builder: Child | undefined;
  /** The command that makes or rehearses a backup, which the CMS starts in the same way. */
  #backup: Child | undefined;
  /** When the builder last said something of the search. */
  #indexed = { done: false, at: 0 };
  #people: LoadPerson[] = [];
  #looks: MemoryLook[] = [];
  readonly #phases: Phase[] = [];

  constructor(settings: EnvironmentSettings, postgres: TestPostgres) {
    this.#settings = settings;
    this.#postgres = postgres;
  }

  async prepare(entries: number): Promise<void> {
    const { env, dataDir, localCmsUrl: url } = this.#settings;
    await buildCode(env);
    console.log(`Generating ${entries} live entries …`);
    const still = { ...env, JOBS: 'off' };
    await runToEnd({
      name: 'Filling the database',
      script: [QUIET, join(root, 'scripts/memory/fill.ts'), String(entries)],
      cwd: join(root, 'cms'),
      env: still,
      log: join(dataDir, 'logs/fill.log'),
      show: (line) => line.startsWith('filled '),
    });
    const world = {
      ...{ url, exportToken: '', random: Math.random, pause: 0, ends: Number.POSITIVE_INFINITY },
      count(action: string, status = 0) {
        if (status >= 400) throw new Error(`${action} was refused: ${status}`);
      },
    };
    const accounts = await makePeople({ env: still, dataDir }, 1, 1);
    this.#people = accounts.map((account, number) => new LoadPerson(account, world, number));
  }

  async measure(): Promise<{ phases: readonly Phase[]; idle: MemoryLook }> {
    const { folders } = readSettings(this.#settings.env);
    await this.#during('the start', async () => {
      this.#cms = launchCms(this.#settings);
      this.#site = this.#launch('the static server', siteProgram(this.#settings), 'site.log');
      await cmsReady(this.#settings.localCmsUrl);
    });
    await this.#during('the first build, until the site is live', () => this.#build());
    await this.#during('its search is indexed', () => this.#searchFollowed());
    await this.#during(`${APPROVALS} approvals, one after the other`, () => this.#approve());
    await this.#during('a withdrawal, until nothing of it is left', async () => {
      const [story] = await this.#stories();
      await this.#ask(1, 'withdraw', 'POST', `${entryOf(story)}/withdraw`, { sentence: 'correction' });
      await until(() => existsSync(folders.withdrawn));
      await until(() => !existsSync(folders.withdrawn));
    });
    await this.#during('a picture of 20 MB is uploaded', () => this.#upload());
    await this.#during('a preview', () => this.#preview());
    await this.#during('a backup', () => this.#backUp());
    await this.#during('a rehearsal of that backup', () => this.#backUp('--rehearse'));
    await this.#during(`${RATE} requests of visitors a second for ${SECONDS} s`, () =>
      this.#visit(folders.live),
    );
    await this.#during('the builder starts again and compares with a build from nothing', async () => {
      const since = (await this.#release()).builtAt;
      await this.#builder?.stop();
      await this.#build();
      await until(async () => (await this.#release()).builtAt !== since);
      await sleep(CALM_MS);
    });
    await this.#during('a minute in which nothing happens', () => sleep(60_000));
    return { phases: this.#phases, idle: this.#look() };
  }

  async stop(): Promise<void> {
    await Promise.all([this.#builder, this.#site, this.#cms].map((child) => child?.stop()));
  }

  /** Looks all the time while something is done; ends with it, or when a part dies. */
  async #during(name: string, work: () => Promise<unknown>): Promise<void> {
    console.log(`${new Date().toISOString()} ${name} …`);
    this.#looks = [];
    const timer = setInterval(() => this.#look(), LOOK_MS);
    try {
      const parts = [this.#cms, this.#site, this.#builder].filter((one) => one !== undefined);
      // The builder is ended on purpose in one phase.
      const lasting = parts.filter((one) => one !== this.#builder);
      await Promise.race([work(), ...lasting.map(death)]);
    } finally {
      clearInterval(timer);
    }
    this.#look();
    const phase = phaseOf(name, this.#looks);
    this.#phases.push(phase);
    const { fullest } = phase;
    const named = fullest.processes.map(([process, bytes]) => `${process} ${Math.round(bytes / 1e6)}`);
    console.log(`  ${Math.round(together(fullest) / 1e6)} MB: ${named.join(', ')}`);
  }

  #look(): MemoryLook {
    const pids = (...children: (Child | undefined)[]) => children.flatMap((child) => child?.pid ?? []);
    const look = lookAt({
      cms: pids(this.#cms, this.#backup),
      builder: pids(this.#builder),
      site: pids(this.#site),
      postgres: [this.#postgres.pid() ?? []].flat(),
    });
    this.#looks.push(look);
    return look;
  }

  #launch(name: string, program: ReturnType<typeof siteProgram>, log: string, hear?: (line: string) => void) {
    const show = (line: string) => {
      hear?.(line);
      return false;
    };
    return launch({ name, ...program, log: join(this.#settings.dataDir, 'logs', log), append: true, show });
  }

  async #build(): Promise<void> {
    const since = new Date();
    this.#indexed = { done: false, at: 0 };
    this.#builder = this.#launch('the builder', builderProgram(this.#settings), 'builder.log', (line) => {
      if (/Indexing|caught up/.test(line)) this.#indexed = { done: /caught up/.test(line), at: Date.now() };
    });
    const live = firstRelease(this.#settings, since);
    if ((await Promise.race([live, death(this.#builder)])) === 'failed') throw new Error('the build failed');
  }

  async #searchFollowed(): Promise<void> {
    await until(() => this.#indexed.done && Date.now() - this.#indexed.at > CALM_MS);
  }

  #ask(who: 0 | 1, ...words: Parameters<LoadPerson['ask']>): ReturnType<LoadPerson['ask']> {
    return (this.#people[who] as LoadPerson).ask(...words);
  }

  /** Documents of live stories of the editor's ministry. */
  async #stories(): Promise<string[]> {
    const { results } = await this.#ask(0, 'list', 'GET', `${STORIES}?page=1&pageSize=20&locale=bn`);
    return results.map(({ documentId }: { documentId: string }) => documentId);
  }

  async #approve(): Promise<void> {
    const stories = (await this.#stories()).slice(-APPROVALS);
    for (const [index, story] of stories.entries()) {
      const word = `approval-${index}-${randomBytes(4).toString('hex')}`;
      await this.#ask(0, 'save', 'PUT', `${STORIES}/${story}?locale=bn`, { summary: `সারসংক্ষেপ ${word}` });
      for (const [who, action] of [[0, 'submit'] as const, [1, 'approve'] as const]) {
        const digest = await this.#people[who]?.digest(story);
        await this.#ask(who, action, 'POST', `${entryOf(story)}/bn/${action}`, { digest });
      }
      const { languages } = await this.#ask(1, 'view', 'GET', entryOf(story));
      const { path } = languages.find(({ language }: { language: string }) => language === 'bn');
      await until(async () => (await this.#read(path)).includes(word));
    }
  }

  async #read(path: string): Promise<string> {
    return (await fetch(this.#settings.localSiteUrl + path)).text();
  }

  async #release(): Promise<{ builtAt: string }> {
    return JSON.parse(await this.#read('/healthz'));
  }

  async #upload(): Promise<void> {
    const side = 2600;
    const noise = sharp(randomBytes(side * side * 3), { raw: { width: side, height: side, channels: 3 } });
    const picture = await noise.png({ compressionLevel: 0 }).toBuffer();
    const form = new FormData();
    form.append('files', new Blob([new Uint8Array(picture)], { type: 'image/png' }), 'large.png');
    await this.#ask(0, 'upload', 'POST', '/upload', form);
  }

  async #preview(): Promise<void> {
    const [, story] = await this.#stories();
    const { url } = await this.#ask(0, 'preview link', 'POST', `/platform/preview/story/${story}/bn`, {});
    const { pathname } = new URL(url);
    const page = async () => (await fetch(this.#settings.localCmsUrl + pathname)).text();
    await until(async () => !(await page()).includes('http-equiv="refresh"'));
  }

  async #backUp(...words: string[]): Promise<void> {
    const { dataDir, env } = this.#settings;
    this.#backup = launch({
      name: 'the backup',
      script: [QUIET, join(root, 'scripts/backup.ts'), '--scheduled', ...words],
      env: { ...env, ...backupSettings },
      log: join(dataDir, 'logs/backup.log'),
    });
    const status = await this.#backup.exited;
    if (status !== 0) throw new Problem(`The backup failed: ${this.#backup.ending()}`);
    this.#backup = undefined;
  }

  /** Visitors read pages anywhere on the site, as their browsers ask for them. */
  async #visit(live: string): Promise<void> {
    const files = globSync('**/*.html', { cwd: join(live, 'site') }).filter((file) => !file.includes('404'));
    const asked: Promise<number>[] = [];
    const visit = async () => {
      const file = files[Math.floor(Math.random() * files.length)] ?? '';
      const address = `${this.#settings.localSiteUrl}/${file.replace(/index\.html$/, '')}`;
      const answer = await fetch(encodeURI(address));
      await answer.arrayBuffer();
      return answer.status;
    };
    const began = performance.now();
    while (asked.length < RATE * SECONDS) {
      const due = Math.min(RATE * SECONDS, ((performance.now() - began) / 1000) * RATE);
      while (asked.length < due) asked.push(visit());
      await sleep(10);
    }
    const wrong = (await Promise.all(asked)).filter((status) => status !== 200 && status !== 410);
    if (wrong.length > 0) throw new Error(`${wrong.length} pages were not served: ${wrong.slice(0, 5)}`);
  }
}

const entryOf = (document: string | undefined) => `/platform/approval/entries/story/${document}`;

async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  const end = Date.now() + PATIENCE_MS;
  while (!(await holds())) {
    if (Date.now() > end) throw new Error(`waited ${PATIENCE_MS / 1000} s in vain`);
    await sleep(200);
  }
}

/** Bytes that the system lets this process and its children have together. */
function limitOf(): number | undefined {
  const limit = process.constrainedMemory();
  return limit > 0 && limit < totalmem() ? limit : undefined;
}
