// Loaded with --import into a part that runs apart, before its own code: holds its data folder, notes how it is for
// /healthz, and gives systemd signs of life as long as it answers.
import { isMainThread } from 'node:worker_threads';
import { PART_SIGN, readNote } from '../../../site/serve/processes.ts';
import { Problem } from '../problem.mjs';
import { cmsAnswers, siteAnswers } from './answers.ts';
import { holdPart, type PlatformPart } from './data-folder.ts';
import { showFirstAdmin } from './first-admin.ts';
import { notifyAlive } from './notify.ts';
import { noteEnd, noteSign, noteStart } from './part-note.ts';

/** Milliseconds between two looks until it answers. */
const LOOK = 250;

if (isMainThread) {
  // What this process forks has a purpose of its own.
  process.execArgv.splice(process.execArgv.indexOf('--import'), 2);
  const { PLATFORM_PART, PLATFORM_PART_ADDRESS = '', DATA_DIR: dataDir = '' } = process.env;
  delete process.env.PLATFORM_PART;
  delete process.env.PLATFORM_PART_ADDRESS;
  follow(PLATFORM_PART as PlatformPart, PLATFORM_PART_ADDRESS, dataDir);
}

async function follow(part: PlatformPart, address: string, dataDir: string): Promise<void> {
  try {
    holdPart(dataDir, part);
  } catch (error) {
    console.error(error instanceof Problem ? error.message : error);
    process.exit(1);
  }
  let note = (await readNote(dataDir, part)) ?? (await noteStart(dataDir, part));
  let ended = false;
  const end = (status: number) => {
    if (!ended) noteEnd(dataDir, note, status);
    ended = true;
  };
  process.on('exit', end);
  for (const [signal, status] of [
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const) {
    process.prependListener(signal, () => {
      // At once: Strapi takes away all listeners when it ends.
      end(status);
      // Its own code may not have come to hear of signals yet.
      if (process.listenerCount(signal) === 1) process.exit(status);
    });
  }
  const answers = {
    cms: () => cmsAnswers(address),
    site: () => siteAnswers(address),
    builder: async () => true,
  };
  let [wasReady, signedAt] = [false, 0];
  const look = async () => {
    const isReady = await answers[part]();
    if (ended) return;
    if (isReady && !wasReady && part === 'cms') showFirstAdmin({ dataDir });
    if (isReady !== wasReady || performance.now() - signedAt > PART_SIGN) {
      note = noteSign(dataDir, note, isReady);
      // One that still starts is not ended, however long that takes; one that answered before hangs.
      if (isReady || note.state === 'starting') notifyAlive();
      signedAt = performance.now();
    }
    wasReady ||= isReady;
    setTimeout(look, wasReady ? PART_SIGN : LOOK).unref();
  };
  look();
}
