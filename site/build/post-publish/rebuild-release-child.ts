import '../../kernel/heap.ts';
import { endOnSignal, say, settingsOrStop } from '../../kernel/command.ts';
import { openReleases } from '../../kernel/modes.ts';
import { Workshop } from '../pipeline/build-context.ts';
import { explain } from '../report/failure.ts';
import { makeOver } from './rebuild-release.ts';

/** Makes one old release over without what was withdrawn, in a process of its own. */

// The channel closes when whoever waits for it is gone, even by SIGKILL.
process.once('disconnect', () => process.exit(1));

const [id = ''] = process.argv.slice(2);
const settings = settingsOrStop();
const signal = endOnSignal();
openReleases(settings.folders);
const workshop = new Workshop(settings.folders);
try {
  await makeOver({ settings, id, workshop, signal, say });
  await workshop.clear();
  process.exit(0);
} catch (error) {
  process.send?.({ error: explain(error, settings.dataDir) }, () => process.exit(1));
}
