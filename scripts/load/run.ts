import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { loadEnvironment, prepareDataDir } from '../environment.ts';
import { buildCode } from '../lib/build-code.ts';
import { cmsReady, launchCms, seed } from '../lib/parts/cms.ts';
import { freePort } from '../lib/ports.ts';
import { death } from '../lib/processes.ts';
import { root } from '../lib/root.ts';
import { makePeople } from './make-people.ts';
import { childrenOf, residentOf } from './memory.ts';
import { editor, type LoadWorld, moderator, reader } from './people.ts';
import { type LoadLook, reportOf } from './report.ts';

const EDITORS = 10;
const MODERATORS = 2;
const LOOK_MS = 10_000;

const USAGE = `npm run bench -- load: ten editors and two moderators work on a CMS of its own on this machine
  --minutes <number>  for how long; 60 if not said
  --pause <number>    seconds that each rests between two actions at most; 2 if not said`;

/** Measures the memory of a CMS under a mixed load of ten editors. */
export async function measureLoad(words: string[]): Promise<void> {
  const { values } = parseArgs({
    args: words,
    options: {
      minutes: { type: 'string', default: '60' },
      pause: { type: 'string', default: '2' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return console.log(USAGE);
  const dataDir = mkdtempSync(join(tmpdir(), 'load-'));
  const settings = loadEnvironment(
    {
      ...process.env,
      DATA_DIR: dataDir,
      CMS_PORT: String(await freePort()),
      SITE_PORT: String(await freePort()),
      TRUSTED_PROXIES: '1',
    },
    dataDir,
  );
  prepareDataDir(dataDir);
  await buildCode(settings.env);
  console.log(`Loading the sample content into ${dataDir} …`);
  await seed(settings);
  const people = await makePeople(settings, EDITORS, MODERATORS);
  const probe = join(dataDir, 'probe.jsonl');
  const env = {
    ...settings.env,
    LOAD_PROBE: probe,
    NODE_OPTIONS: `${process.env.NODE_OPTIONS ?? ''} --import ${join(root, 'scripts/load/probe.mjs')}`.trim(),
  };
  const cms = launchCms({ ...settings, env });
  await cmsReady(settings.localCmsUrl);
  const counts = new Map<string, number>();
  let requests = 0;
  const started = Date.now();
  const world: LoadWorld = {
    url: settings.localCmsUrl,
    exportToken: settings.env.EXPORT_TOKEN ?? '',
    random: Math.random,
    pause: Number(values.pause) * 1000,
    ends: started + Number(values.minutes) * 60_000,
    count(action, status = 0) {
      requests += 1;
      const key = status >= 400 ? `${action}: ${status}` : action;
      counts.set(key, (counts.get(key) ?? 0) + 1);
    },
  };
  const looks: LoadLook[] = [];
  const watch = async () => {
    while (Date.now() < world.ends) {
      looks.push(lookAt(cms.pid ?? 0, probe, Math.round((Date.now() - started) / 1000), requests));
      if (looks.length % 6 === 1) console.log(JSON.stringify(looks.at(-1)));
      await sleep(LOOK_MS);
    }
  };
  const work = people.map((account, number) =>
    (account.role === 'editor' ? editor : moderator)(account, world, number),
  );
  await Promise.race([Promise.all([watch(), reader(world), ...work]), death(cms)]);
  const file = join(root, 'bench/load.md');
  writeFileSync(
    file,
    reportOf({ editors: EDITORS, moderators: MODERATORS, pause: Number(values.pause), looks, counts }),
  );
  console.log(`Written to ${file}`);
  await cms.stop();
  rmSync(dataDir, { recursive: true, force: true, maxRetries: 5 });
}

/** @param probe the file in which the CMS notes what its memory is made of */
function lookAt(pid: number, probe: string, seconds: number, requests: number): LoadLook {
  const megabytes = (bytes: number | null | undefined) => (bytes ? Math.round(bytes / 1e6) : null);
  const noted = readFileSync(probe, { encoding: 'utf8', flag: 'a+' }).trimEnd().split('\n').at(-1);
  const { heapTotal, heapUsed } = noted ? JSON.parse(noted) : {};
  return {
    seconds,
    resident: megabytes(residentOf(pid)),
    heap: megabytes(heapTotal),
    used: megabytes(heapUsed),
    children: megabytes(childrenOf(pid)) ?? 0,
    requests,
  };
}
