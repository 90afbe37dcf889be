import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { root } from './lib/root.ts';
import { secretNames } from './lib/secrets.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'start-'));
});
afterEach(() => rm(folder, { recursive: true }));

/** Runs `npm start` with these settings to its end, which must come before anything is built. */
async function start(settings: Record<string, string>) {
  const child = spawn(process.execPath, ['--no-warnings', join(root, 'scripts/start.ts')], {
    env: { PATH: process.env.PATH, DATA_DIR: folder, CMS_PORT: '1', SITE_PORT: '2', ...settings },
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk));
  const status = await new Promise((resolve) => child.on('close', resolve));
  return { status, output };
}

it('says which port is taken, in one line', async () => {
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
  const address = other.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  expect(await start({ CMS_PORT: String(port) })).toEqual({
    status: 1,
    output: `Port ${port} is taken by another program: stop that program, or choose another port with CMS_PORT=${port + 1}.\n`,
  });
  other.close();
});

it('says which data folder it cannot write to, in one line', async () => {
  const blocked = join(folder, 'a-file');
  await writeFile(blocked, '');
  const { status, output } = await start({ DATA_DIR: join(blocked, 'data') });
  expect(status).toBe(1);
  expect(output).toMatch(/^The data folder .*a-file\/data cannot be written to \(ENOTDIR\): .*\n$/);
});

it('names the setting that is wrong, in one line', async () => {
  expect(await start({ SITE_PORT: 'eighty' })).toEqual({
    status: 1,
    output: 'SITE_PORT is "eighty": it must be a port, a whole number from 1 to 65535.\n',
  });
});

it("names each of the CMS's settings that is wrong", async () => {
  const { status, output } = await start({ SMTP_URL: 'mail', DATABASE_URL: 'mysql://localhost/cms' });
  expect(status).toBe(1);
  expect(output).toMatch(/^These settings are wrong.*\n {2}DATABASE_URL: .*\n {2}SMTP_URL: .*\n$/);
});

it('does not start in production without secrets', async () => {
  const { status, output } = await start({ NODE_ENV: 'production' });
  expect(status).toBe(1);
  expect(output).toContain('EXPORT_TOKEN is missing');
  expect(output.trim()).not.toContain('\n');
});

it('does not start in production without addresses and a sender of its own, and names each', async () => {
  const long = 'x'.repeat(43);
  const secrets = Object.fromEntries(secretNames.map((name) => [name, long]));
  const { status, output } = await start({ NODE_ENV: 'production', ...secrets });
  expect(status).toBe(1);
  expect(output).toMatch(
    /^These settings are wrong.*\n {2}CMS_URL: is missing.*\n {2}SITE_URL: is missing.*\n {2}MAIL_FROM: is .*\n$/,
  );
});
