import '../../kernel/heap.ts';
import { endOnSignal, say, settingsOrStop } from '../../kernel/command.ts';
import { openReleases } from '../../kernel/modes.ts';
import { IncrementalBuildState } from '../pipeline/incremental-build-state.ts';
import { explain } from '../report/failure.ts';
import { rebuildRelease } from './rebuild-release.ts';

/** Rebuilds one old release without what was withdrawn, in a process of its own. */

// The channel closes when whoever waits for it is gone, even by SIGKILL.
process.once('disconnect', () => process.exit(1));

const [id = ''] = process.argv.slice(2);
const settings = settingsOrStop();
const signal = endOnSignal();
openReleases(settings.folders);
const buildState = new IncrementalBuildState(settings.folders);
try {
  await rebuildRelease({ settings, id, buildState, signal, say });
  await buildState.clear();
  process.exit(0);
} catch (error) {
  process.send?.({ error: explain(error, settings.dataDir) }, () => process.exit(1));
}
