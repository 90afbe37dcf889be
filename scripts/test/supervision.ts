import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, lstatSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';
import { root } from '../lib/root.ts';
import type { Platform } from './platform.ts';
import { until } from './until.ts';

/** One more than those after which a builder was once given up, and the site with it. */
const DEATHS = 4;
const PATIENCE = 120_000;

/** How the processes of a running platform live and die apart. */
export function testSupervision(given: () => Platform): void {
  describe('the processes', () => {
    it('live apart: visitors read on while CMS and builder are killed, and both are started again', async () => {
      const platform = given();
      const reader = readOn(platform.siteUrl);
      const cms = platform.process('cms');
      process.kill(Number(cms.pid), 'SIGKILL');
      for (let death = 1; death <= DEATHS; death += 1) {
        await until(() => platform.process('builder').pid !== null, PATIENCE);
        process.kill(Number(platform.process('builder').pid), 'SIGKILL');
        await until(() => platform.process('builder').restarts === death, PATIENCE);
      }
      await until(() => platform.process('cms').state === 'running', PATIENCE);
      expect((await fetch(`${platform.cmsUrl}/_health`)).status).toBe(204);
      expect(platform.process('cms').pid).not.toBe(cms.pid);
      expect(platform.process('site').restarts).toBe(0);
      expect(await reader.stop()).toEqual([]);
      for (const name of ['CMS', 'builder']) {
        expect(platform.output()).toContain(`Unexpectedly, the ${name} ended: by SIGKILL`);
      }
    });

    it('that die again and again need a person: /healthz and an e-mail say so', async () => {
      const { siteUrl, dataDir } = given();
      const response = await fetch(`${siteUrl}/healthz`);
      const { processes } = (await response.json()) as { processes: { name: string }[] };
      expect(response.status).toBe(503);
      expect(processes).toContainEqual(
        expect.objectContaining({ name: 'builder', restarts: DEATHS, failing: true }),
      );
      expect(processes).toContainEqual(expect.objectContaining({ name: 'cms', restarts: 1, failing: false }));
      const folder = join(dataDir, 'mail');
      // Who looks after health does so every ten seconds.
      await until(() => existsSync(folder), PATIENCE);
      const mailsTo = () => readdirSync(folder).filter((name) => name.endsWith('-operator.eml'));
      await until(() => mailsTo().length > 0, PATIENCE);
      const mails = mailsTo();
      expect(mails).toHaveLength(1);
      const mail = readFileSync(join(folder, String(mails[0])), 'utf8');
      expect(mail).toContain('To: operator@example.org');
    });

    it('of a second start on the same data folder are refused, naming the first', async () => {
      const { dataDir } = given();
      const second = spawn(process.execPath, ['--no-warnings', join(root, 'scripts/start.ts')], {
        env: { PATH: process.env.PATH, DATA_DIR: dataDir },
      });
      let said = '';
      second.stderr.on('data', (chunk) => (said += chunk));
      const [status] = await once(second, 'close');
      expect(status).toBe(1);
      expect(said).toMatch(/^A platform already runs with the data folder .* \(process \d+, since .*\n$/);
    });

    it('live on when the terminal is closed, where what is said reaches nobody any more', async () => {
      const { hangUp, siteUrl, process: named } = given();
      const { pid } = named('site');
      hangUp();
      await until(() => named('builder').pid !== null, PATIENCE);
      process.kill(Number(named('builder').pid), 'SIGKILL');
      await until(() => named('builder').restarts > DEATHS, PATIENCE);
      expect((await fetch(siteUrl)).status).toBe(200);
      expect(named('site').pid).toBe(pid);
    });

    it('leave nothing in the data folder that others can read but the releases', () => {
      const { dataDir } = given();
      expect(wrongModes(dataDir)).toEqual([]);
    });
  });
}

/** Reads the site again and again until it is stopped; answers what went wrong. */
function readOn(siteUrl: string) {
  const wrong: string[] = [];
  let going = true;
  const reading = (async () => {
    while (going) {
      const status = await fetch(siteUrl).then(
        (response) => response.arrayBuffer().then(() => response.status),
        (error) => String(error.cause ?? error),
      );
      if (status !== 200) wrong.push(String(status));
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  })();
  return {
    async stop() {
      going = false;
      await reading;
      return wrong;
    },
  };
}

/** Paths whose modes are not as the README says; what is in `cache` is shut at its door. */
function wrongModes(dataDir: string): string[] {
  const wrong: string[] = [];
  const look = (path: string, open: boolean) => {
    const found = lstatSync(path);
    if (found.isSymbolicLink()) return;
    const [folder, file] = open ? [0o755, 0o644] : [0o700, 0o600];
    const wanted = path === dataDir ? 0o711 : found.isDirectory() ? folder : file;
    const name = relative(dataDir, path);
    if ((found.mode & 0o777) !== wanted) wrong.push(`${name} ${(found.mode & 0o777).toString(8)}`);
    if (!found.isDirectory() || name === 'cache' || /^releases\/\./.test(name)) return;
    for (const inside of readdirSync(path)) {
      const served = path === dataDir && (inside === 'releases' || inside === 'assets');
      const hidden = name === 'releases' && inside.startsWith('.');
      look(join(path, inside), path === dataDir ? served : open && !hidden);
    }
  };
  look(dataDir, false);
  return wrong;
}
