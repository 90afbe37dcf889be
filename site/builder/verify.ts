import { say, settingsOrStop, stop } from './command.ts';
import { type Damage, findDamage } from './manifest.ts';
import { liveId, liveManifest, releaseFolder } from './release.ts';

/** `npm run verify`: compares the live release with its manifest. Exit status: 0 whole, 1 damaged. */

/** Files of one kind that are named; the others are counted. */
const NAMED = 100;
/** Milliseconds between two lines of progress. */
const PROGRESS = 1000;

const { folders } = settingsOrStop();
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

const lines = namesOf(damage);
if (lines.length === 0) {
  say(`Release ${id} is whole: all ${manifest.files.count} files are as they were sealed.`);
} else {
  for (const line of lines) console.log(`  ${line}`);
  stop(`Release ${id} is damaged. Build it anew with npm run rebuild, or go back with npm run rollback.`);
}

function namesOf(damage: Damage): string[] {
  return Object.entries(damage).flatMap(([kind, paths]: [string, readonly string[]]) => {
    const more = paths.length > NAMED ? [`${kind}: and ${paths.length - NAMED} more`] : [];
    return [...paths.slice(0, NAMED).map((path) => `${kind}: ${path}`), ...more];
  });
}
