import { parseArgs } from 'node:util';
import { endOnSignal, say, settingsOrStop, stop } from '../../kernel/command.ts';
import { openReleases } from '../../kernel/modes.ts';
import { readPin } from '../../release/pin.ts';
import { pinnedWords } from '../../release/release.ts';
import { explain } from '../report/failure.ts';
import { listReleases, releasePin, rollBack } from './rollback-release.ts';

const USAGE = `npm run rollback [-- option]: shows the previous release at once and holds it; the CMS is not needed.
  <release>   goes to this release
  --release   lets the site follow the CMS again
  --list      names the releases that there are`;

const { values, positionals } = readArguments();
const settings = settingsOrStop();
const { folders, dataDir } = settings;
const signal = endOnSignal();
try {
  if (values.help) console.log(USAGE);
  else if (values.list) await list();
  else if (values.release) await unpin();
  else await goBack(positionals[0]);
} catch (error) {
  stop(explain(error, dataDir));
}

async function goBack(to: string | undefined): Promise<void> {
  openReleases(folders);
  const { pin, manifest } = await rollBack(folders, signal, rebuildRelease, to);
  say(`Visitors now get release ${pin.release}, built ${manifest.builtAt}, instead of ${pin.from}.`);
  say('It stays until you let it go: npm run rollback -- --release');
}

async function rebuildRelease(id: string): Promise<void> {
  say(
    `Release ${id} has what was withdrawn since. Making it over without that; this can take some minutes …`,
  );
  // Only this brings the content model, which a rollback must not need.
  const { rebuildReleaseApart } = await import('../post-publish/rebuild-release.ts');
  await rebuildReleaseApart(id, settings, signal);
}

async function unpin(): Promise<void> {
  const { release } = await releasePin(folders, signal);
  say(`Release ${release} is no longer held. A builder that runs now brings the site up to date;`);
  say('without one, run: npm run rebuild');
}

async function list(): Promise<void> {
  const pin = await readPin(folders);
  for (const { manifest, live, wentBad } of await listReleases(folders)) {
    const marks = [live && 'live', wentBad && 'went bad'].filter(Boolean).join(', ');
    const { id, builtAt, pages, revision } = manifest;
    console.log(`${id}  built ${builtAt}, ${pages} pages, revision ${revision}${marks && `  (${marks})`}`);
  }
  if (pin) console.log(pinnedWords(pin));
}

function readArguments() {
  try {
    const options = {
      release: { type: 'boolean', default: false },
      list: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    } as const;
    return parseArgs({ options, allowPositionals: true });
  } catch (error) {
    return stop(`${(error as Error).message}\n${USAGE}`);
  }
}
