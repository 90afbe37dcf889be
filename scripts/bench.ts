// `npm run bench`: measures the rebuild of generated sites, a CMS under load, or the memory of each part; see its --help.
import { join } from 'node:path';
import { loadEnvironment } from './environment.ts';
import { buildCode } from './lib/build-code.ts';
import { runCommand } from './lib/command.ts';
import { launch } from './lib/processes.ts';
import { root } from './lib/root.ts';
import { measureLoad } from './load/run.ts';
import { measureMemory } from './memory/run.ts';

await runCommand(async () => {
  const [kind, ...words] = process.argv.slice(2);
  if (kind === 'load') return measureLoad(words);
  if (kind === 'memory') return measureMemory(words);
  const { env } = loadEnvironment({ ...process.env, DATA_DIR: 'bench-data' }, join(root, '.cache'));
  await buildCode(env);
  const bench = launch({
    name: 'the benchmark',
    script: [join(root, 'site/bench/run.ts'), ...process.argv.slice(2)],
  });
  process.exitCode = await bench.exited;
});
