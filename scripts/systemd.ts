// `npm run systemd`: prints the units that run the platform; `-- --install` puts them in place, as root, with a user and
// a data folder; `-- --check` says which are out of date.
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { PARTS } from '../site/serve/processes.ts';
import { loadEnvironment, readGiven } from './environment.ts';
import { requireCode } from './lib/build-code.ts';
import { runCommand } from './lib/command.ts';
import { requireCmsSettings } from './lib/parts/cms.ts';
import type { PlatformPart } from './lib/parts/data-folder.ts';
import { installUnits } from './lib/parts/install-units.ts';
import { outdated, USER, unitsOf } from './lib/parts/systemd.ts';
import { Problem } from './lib/problem.mjs';
import { root } from './lib/root.ts';

const HELP = `npm run --silent systemd [-- <options>]
  (none)         prints the units
  --install      as root: makes the user and the data folder, installs the units and starts them, anew if they run
  --check        says which of the installed ones are out of date, and then ends with status 1
  --parts <names>  which parts run on this machine, by commas; cms,builder,site if not said
  --user <name>  who runs the platform, ${USER} if not said`;

await runCommand(async () => {
  const { values } = parseArgs({
    options: {
      install: { type: 'boolean' },
      check: { type: 'boolean' },
      parts: { type: 'string' },
      user: { type: 'string', default: USER },
      help: { type: 'boolean' },
    },
  });
  if (values.help) return console.log(HELP);
  const { user } = values;
  if (!/^[a-z_][a-z\d_-]{0,31}$/.test(user)) throw new Problem(`“${user}” is no name of a user.`);
  // What a unit reads: .env alone, and nothing of who types this.
  if (readGiven({}).named.NODE_ENV !== 'production') {
    throw new Problem(
      `Units are for production: set NODE_ENV=production in ${join(root, '.env')}, and what that needs.`,
    );
  }
  const settings = loadEnvironment({});
  requireCmsSettings(settings.env);
  const units = unitsOf({ settings, user, parts: partsOf(values.parts) });
  if (values.install) {
    requireCode(true);
    installUnits({ settings, user, units });
  } else if (values.check) {
    const names = outdated(units);
    if (names.length === 0) return console.log('The units are as they should be.');
    console.log(
      `Not installed, or out of date: ${names.join(', ')}. Run npm run systemd -- --install as root.`,
    );
    process.exitCode = 1;
  } else {
    for (const [name, text] of units) console.log(`### ${name}\n${text}`);
  }
});

/** @throws {Problem} naming a part that there is not */
function partsOf(text: string | undefined): readonly PlatformPart[] {
  const names = text?.split(',').map((name) => name.trim()) ?? PARTS;
  return names.map((name) => {
    const part = PARTS.find((one) => one === name);
    if (part === undefined)
      throw new Problem(`There is no part “${name}”: --parts takes some of ${PARTS.join(',')}.`);
    return part;
  });
}
