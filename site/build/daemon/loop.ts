import { join } from 'node:path';
import { endOnSignal, say, settingsOrStop, tokenOrStop } from '../../kernel/command.ts';
import { collectGarbage } from '../../kernel/heap.ts';
import { jsonLog } from '../../kernel/log.ts';
import { openReleases } from '../../kernel/modes.ts';
import { StateKeeper } from '../../release/builder-state.ts';
import { pinnedWords, swapping } from '../../release/release.ts';
import { dropExpiredAssets } from '../../release/retained-assets.ts';
import { emptyTrash } from '../../release/trash.ts';
import { attempt, describe } from '../pipeline/attempt.ts';
import { IncrementalBuildState } from '../pipeline/incremental-build-state.ts';
import { lookWhilePinned } from '../pipeline/while-pinned.ts';
import { FollowUp } from '../post-publish/follow-up.ts';
import { recentCodeHash } from '../render/code-hash.ts';
import { explain, kindOf } from '../report/failure.ts';
import { ColdBuild } from '../verify/cold-build.ts';
import { listenForTrigger, WakeSignal } from './trigger.ts';
import { Watch } from './watch.ts';

/** The builder that runs beside the CMS, until it is stopped. */

/** Milliseconds between two looks. */
const INTERVAL = 2000;
/** The same while there is something to be done in between. */
const BUSY = 250;
/** The same after something went wrong in it. */
const REST = 60_000;
/** Milliseconds of deleting at a time. */
const SLICE = 1000;
/** Names of requests that are kept for the next build. */
const MOST_REQUESTS = 100;
/** Milliseconds between two looks for what is no longer needed. */
const TIDY = 600_000;

const settings = settingsOrStop();
openReleases(settings.folders);
const token = tokenOrStop(settings);
const signal = endOnSignal();
const log = jsonLog(join(settings.folders.logs, 'builder.jsonl'));
const state = new StateKeeper(settings.folders);
const alarm = new WakeSignal();
const buildState = new IncrementalBuildState(settings.folders);
const followUp = new FollowUp({
  settings,
  buildState,
  signal,
  say,
  hurry: () => alarm.rung,
  onForgotten: () => watch.reportAgain(),
});
/** What the CMS calls the requests that changed something since the last build began. */
const requests = new Set<string>();
const build = async (asOf?: Date) => {
  const asked = [...requests];
  requests.clear();
  const report = await attempt({ settings, from: { token }, requests: asked, buildState, asOf, signal, say });
  // What was not built is built again.
  if (!report.ok) for (const name of asked.slice(-MOST_REQUESTS)) requests.add(name);
  say(describe(report));
  return report;
};
const watch = new Watch({
  settings,
  token,
  signal,
  code: () => recentCodeHash(settings.siteUrl),
  build,
  lookWhilePinned: () => lookWhilePinned({ settings, token, buildState, signal }),
  onPinned: (pin) => {
    say(pin ? pinnedWords(pin) : 'The site follows the CMS again.');
    log({ level: 'info', event: pin ? 'held' : 'let-go', ...(pin && { build: pin.release }) });
  },
  state,
});
const cold = new ColdBuild({
  settings,
  buildState,
  build,
  state,
  onBuilt: (report) => watch.learn(report),
  say,
});

let trouble = '';
/** Until when nothing follows, because something went wrong there. */
let rest = 0;
/** The same for deleting. */
let deleteRest = 0;
/** Whether there is more to follow up, and more to delete. */
let [more, moreToDelete] = [false, false];
let tidied = 0;
await state.load();
const wake = (names: readonly string[]) => {
  for (const name of names) requests.add(name);
  alarm.ring();
};
if (settings.trigger) listenForTrigger(settings.trigger, { wake, say, signal });
say(`Watching ${settings.cmsUrl} for what is approved …`);
for (;;) {
  const building = await troubleWith(async () => {
    await watch.look();
    await cold.look();
  });
  // What is live is followed up while the CMS cannot be reached too.
  const following = Date.now() < rest ? '' : await troubleWith(follow);
  if (following) {
    rest = Date.now() + REST;
    more = false;
  }
  // Also where the disk is too full for anything else.
  const deleting = more || Date.now() < deleteRest ? '' : await troubleWith(deleteSome);
  if (deleting) deleteRest = Date.now() + REST;
  const now = [building, following, deleting].filter(Boolean).join(' ');
  if (now && now !== trouble) say(`${now} The site stays as it is; trying again …`);
  if (!now && trouble && Date.now() >= Math.max(rest, deleteRest)) say('All is well again.');
  if (now || Date.now() >= Math.max(rest, deleteRest)) trouble = now;
  if (!alarm.rung) collectGarbage();
  await alarm.wait(more || moreToDelete ? BUSY : INTERVAL, signal);
}

/** @returns what went wrong, in words for operators; empty if nothing did */
async function troubleWith(work: () => Promise<void>): Promise<string> {
  try {
    await work();
    return '';
  } catch (error) {
    signal.throwIfAborted();
    const reason = explain(error, settings.dataDir);
    const kind = kindOf(error);
    await state.note({ trouble: { kind, at: new Date().toISOString() } });
    if (!trouble.includes(reason)) log({ level: 'error', event: 'trouble', kind, error: reason });
    return reason;
  }
}

async function follow(): Promise<void> {
  more = await followUp.look(false);
  await tidy();
}

async function deleteSome(): Promise<void> {
  const until = Date.now() + SLICE;
  moreToDelete = false;
  moreToDelete = await emptyTrash(settings.folders, () => Date.now() > until || alarm.rung);
}

async function tidy(): Promise<void> {
  if (Date.now() - tidied < TIDY) return;
  tidied = Date.now();
  await swapping(settings.folders, signal, () => dropExpiredAssets(settings.folders));
}
