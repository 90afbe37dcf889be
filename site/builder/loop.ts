import { setTimeout as sleep } from 'node:timers/promises';
import { attempt, describe } from './attempt.ts';
import { codeHash } from './code-hash.ts';
import { endOnSignal, say, settingsOrStop, tokenOrStop } from './command.ts';
import { explain } from './failure.ts';
import { heldWords } from './release.ts';
import { Watch } from './watch.ts';

/** The builder that runs beside the CMS, until it is told to end. */

/** Milliseconds between two looks. */
const INTERVAL = 2000;

const settings = settingsOrStop();
const token = tokenOrStop(settings);
const signal = endOnSignal();
const watch = new Watch({
  settings,
  token,
  signal,
  code: () => codeHash(settings.siteUrl),
  build: async () => {
    const report = await attempt({ settings, from: { token }, signal, say });
    say(describe(report));
    return report;
  },
  onHeld: (pin) => say(pin ? heldWords(pin) : 'The site follows the CMS again.'),
});

let trouble = '';
say(`Watching ${settings.cmsUrl} for what is approved …`);
for (;;) {
  try {
    await watch.look();
    if (trouble) say('All is well again.');
    trouble = '';
  } catch (error) {
    const reason = explain(error, settings.dataDir);
    if (reason !== trouble) say(`${reason} The site stays as it is; trying again …`);
    trouble = reason;
  }
  await sleep(INTERVAL, undefined, { signal });
}
