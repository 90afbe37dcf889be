import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { foldersOf } from '../../../site/kernel/settings.ts';
import { sealRelease } from '../../../site/release/manifest.ts';
import { moveLink, releaseFolder } from '../../../site/release/release.ts';
import { freePort } from '../ports.ts';
import { root } from '../root.ts';

let folder: string;
let cms: Server;
let port: string;
const asked: string[] = [];

/** Answers as a CMS does to whoever has not its token. */
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cms-address-'));
  const folders = foldersOf(folder);
  const release = { id: 'first', revision: 'r1', code: '', builtAt: new Date().toISOString(), pages: 0 };
  await mkdir(join(releaseFolder(folders, release.id), 'site'), { recursive: true });
  await sealRelease(releaseFolder(folders, release.id), { ...release, entries: [], redirects: [] });
  await moveLink(folders, release.id);
  cms = createServer(({ url = '' }, response) => {
    asked.push(url);
    response.writeHead(url === '/_health' ? 204 : 401).end();
  });
  await new Promise<void>((resolve) => cms.listen(0, '127.0.0.1', resolve));
  port = String((cms.address() as AddressInfo).port);
});
afterAll(async () => {
  cms.close();
  await rm(folder, { recursive: true });
});

/** Runs a command to its end, with a public address that this machine cannot reach. */
async function run(command: string, words: string[], settings: Record<string, string>) {
  const script = join(root, 'scripts', `${command}.ts`);
  const child = spawn(process.execPath, ['--no-warnings', script, ...words], {
    env: { PATH: process.env.PATH, DATA_DIR: folder, EXPORT_TOKEN: 'wrong', ...settings },
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (said += chunk));
  await new Promise((resolve) => child.on('close', resolve));
  return said;
}

describe.each([
  ['rebuild', []],
  ['verify', ['--cold']],
])('%s', (command, words) => {
  it('asks the CMS of its own machine where people reach it at another address', async () => {
    asked.length = 0;
    await run(command, words, { CMS_PORT: port, CMS_URL: 'https://cms.invalid' });
    expect(asked).toContainEqual(expect.stringMatching(/^\/api\/export/));
  });

  it('asks at CMS_URL where no CMS answers here', async () => {
    asked.length = 0;
    const CMS_PORT = String(await freePort());
    await run(command, words, { CMS_PORT, CMS_URL: `http://127.0.0.1:${port}` });
    expect(asked).toContainEqual(expect.stringMatching(/^\/api\/export/));
  });
});
