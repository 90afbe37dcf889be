import { parseArgs } from 'node:util';
import { endOnSignal, say, settingsOrStop, stop, tokenOrStop } from '../../kernel/command.ts';
import { type Damage, findDamage } from '../../release/manifest.ts';
import { liveId, liveManifest, releaseFolder } from '../../release/release.ts';
import { explain } from '../report/failure.ts';

const USAGE = `npm run verify: compares every file of the live release with its manifest.
  --cold   builds the live state anew from nothing and compares that instead; needs the CMS
Exit status: 0 whole, 1 damaged or different.`;

/** Files of one kind that are named; the others are counted. */
const NAMED = 100;
/** Milliseconds between two lines of progress. */
const PROGRESS = 1000;

const { help, cold } = readArguments();
const settings = settingsOrStop();
const { folders } = settings;
if (help) console.log(USAGE);
else if (cold) await compareWithCold();
else await compareWithManifest();

async function compareWithManifest(): Promise<void> {
  const id = await liveId(folders);
  const manifest = await liveManifest(folders);
  if (id === undefined) stop('There is no live release yet.');
  if (!manifest) stop(`Release ${id} has no manifest that can be read. Build it anew: npm run rebuild`);
  let told = Date.now();
  const damage = await findDamage(releaseFolder(folders, id), manifest, (done, all) => {
    if (Date.now() - told < PROGRESS) return;
    told = Date.now();
    say(`${done} of ${all} files compared …`);
  }).catch((error: Error) => stop(`Release ${id} cannot be verified: ${error.message}.`));
  const lines = linesOf(damage);
  if (lines.length > 0) {
    for (const line of lines) console.log(`  ${line}`);
    stop(`Release ${id} is damaged. Build it anew with npm run rebuild, or go back with npm run rollback.`);
  }
  say(`Release ${id} is whole: all ${manifest.files.count} files are as they were sealed.`);
}

async function compareWithCold(): Promise<void> {
  // Only this brings the content model, which the other comparison must not need.
  const { compareCold } = await import('../verify/compare-cold.ts');
  const options = { settings, token: tokenOrStop(settings), signal: endOnSignal(), say };
  const found = await compareCold(options).catch((error) => stop(explain(error, settings.dataDir)));
  if (!found) return say('The CMS or the code has moved on since the live release: nothing to compare.');
  const { release, different, compared } = found;
  if (different.length > 0) {
    for (const line of linesOf({ different })) console.log(`  ${line}`);
    stop(
      `${different.length} of ${compared} files of release ${release} are not what a cold build makes. Build it anew: npm run rebuild`,
    );
  }
  say(`Release ${release} is what a cold build makes: ${compared} files are the same.`);
}

function linesOf(found: Damage | { readonly different: readonly string[] }): string[] {
  return Object.entries(found).flatMap(([kind, paths]: [string, readonly string[]]) => {
    const more = paths.length > NAMED ? [`${kind}: and ${paths.length - NAMED} more`] : [];
    return [...paths.slice(0, NAMED).map((path) => `${kind}: ${path}`), ...more];
  });
}

function readArguments() {
  try {
    const options = {
      cold: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    } as const;
    return parseArgs({ options }).values;
  } catch (error) {
    return stop(`${(error as Error).message}\n${USAGE}`);
  }
}
