// `npm run build`: compiles the code. It needs no settings and writes nothing into DATA_DIR.
import { join } from 'node:path';
import { loadEnvironment } from './environment.ts';
import { buildCode } from './lib/build-code.ts';
import { runCommand } from './lib/command.ts';
import { root } from './lib/root.ts';

await runCommand(async () => {
  const env = { ...process.env, DATA_DIR: 'build-data', NODE_ENV: '' };
  await buildCode(loadEnvironment(env, join(root, '.cache')).env);
});
