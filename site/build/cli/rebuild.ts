import '../../kernel/heap.ts';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { endOnSignal, say, settingsOrStop, stop, tokenOrStop } from '../../kernel/command.ts';
import { openReleases } from '../../kernel/modes.ts';
import { readPin } from '../../release/pin.ts';
import { emptyTrash } from '../../release/trash.ts';
import { attempt, describe } from '../pipeline/attempt.ts';
import { IncrementalBuildState } from '../pipeline/incremental-build-state.ts';
import { FollowUp } from '../post-publish/follow-up.ts';
import { explain } from '../report/failure.ts';
import { sendReport } from '../report/report.ts';

const USAGE = `npm run rebuild [-- options]: builds one release now and makes it live.
  --export <file>   build from an export on disk (NDJSON) instead of the CMS
  --media <folder>  the folder of that export's files; without it, those fetched last
  --allow-fewer     build even if the export holds far less than the live site
  --allow-older     build even if the CMS is in an earlier state than the live site
Exit status: 0 built, 2 built but something was left out, 1 failed.`;

const { export: file, media, help, ...given } = readArguments();
const confirmed = { fewer: given['allow-fewer'], older: given['allow-older'] };
if (help) {
  console.log(USAGE);
  process.exit(0);
}
const settings = settingsOrStop();
openReleases(settings.folders);
const signal = endOnSignal();
const token = file === undefined ? tokenOrStop(settings) : undefined;
const from =
  token === undefined
    ? { file: resolve(file ?? ''), media: media ? resolve(media) : settings.folders.media }
    : { token };
const buildState = new IncrementalBuildState(settings.folders);
const report = await attempt({ settings, from, confirmed, buildState, signal, say });
if (token !== undefined) {
  await sendReport(report, { settings, token, signal }).catch((error) =>
    say(`The CMS did not take the report. ${explain(error, settings.dataDir)}`),
  );
}
say(describe(report));
const pinned = await readPin(settings.folders);
if (report.ok || pinned) {
  await new FollowUp({ settings, buildState, signal, say }).finish().catch((error) => {
    const what = pinned ? 'What was withdrawn is not gone yet.' : 'The pages are live, but not their search.';
    stop(`${what} ${explain(error, settings.dataDir)}`);
  });
}
await leaveNothing().catch((error) => say(explain(error, settings.dataDir)));
process.exitCode = report.ok ? (report.leftOut.length > 0 ? 2 : 0) : 1;

async function leaveNothing(): Promise<void> {
  await buildState.clear();
  await emptyTrash(settings.folders, () => signal.aborted);
}

function readArguments() {
  try {
    const options = {
      export: { type: 'string' },
      media: { type: 'string' },
      'allow-fewer': { type: 'boolean', default: false },
      'allow-older': { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    } as const;
    return parseArgs({ options }).values;
  } catch (error) {
    return stop(`${(error as Error).message}\n${USAGE}`);
  }
}
