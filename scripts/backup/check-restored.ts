import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';
import { digestExport } from '../../cms/src/features/backup/export-digest.ts';
import { verifyScript } from '../lib/parts/cms.ts';
import { Problem } from '../lib/problem.mjs';
import { type Child, death, launch } from '../lib/processes.ts';
import { root } from '../lib/root.ts';
import { type Inventory, UPLOADS } from './inventory.ts';
import { compare } from './restore-into.ts';

/** What a copy must not use: it would send mail, wake the builder or tell of changes. */
const NOT_FOR_A_COPY = [
  'SMTP_URL',
  'BUILDER_TRIGGER_URL',
  'BUILDER_PORT',
  'GITHUB_REPOSITORY_DISPATCH',
  'GITHUB_DISPATCH_TOKEN',
  'BACKUP_WITNESS',
];
const READY = /^ready (\d+)$/;

/**
 * Starts a CMS on what was restored and compares what it holds with what the backup noted: all that is live,
 * the audit record and its end, and every upload.
 * @param env all settings and secrets, those of the restored place
 * @throws {Problem} naming everything that differs
 */
export async function checkRestored(
  inventory: Inventory,
  { env: given, dataDir, log }: { env: NodeJS.ProcessEnv; dataDir: string; log: string },
): Promise<void> {
  const named = Object.entries(given).filter(([name]) => !NOT_FOR_A_COPY.includes(name));
  const env: NodeJS.ProcessEnv = {
    ...Object.fromEntries(named),
    DATA_DIR: dataDir,
    JOBS: 'off',
    HOST: '127.0.0.1',
  };
  const problems: string[] = [];
  const look = async (what: () => Promise<void>) => {
    await what().catch((error: unknown) => {
      if (!(error instanceof Problem)) throw error;
      problems.push(error.message);
    });
  };
  const { cms, url } = await startPassive(env, log);
  try {
    await look(() => compareExport(url, env.EXPORT_TOKEN ?? '', inventory));
    await look(() => verifyAudit(inventory, env, log));
    await look(() => compare(join(dataDir, UPLOADS), inventory.uploads, 'upload'));
  } finally {
    await cms.stop();
  }
  if (problems.length > 0) throw new Problem(problems.join('\n'));
}

async function startPassive(env: NodeJS.ProcessEnv, log: string): Promise<{ cms: Child; url: string }> {
  let ready: (port: string) => void;
  const port = new Promise<string>((resolve) => {
    ready = resolve;
  });
  const cms = launch({
    name: 'the restored CMS',
    script: ['--enable-source-maps', join(root, 'cms/dist/src/commands/passive-cms.js')],
    cwd: join(root, 'cms'),
    env,
    log,
    show: (line) => {
      const [, number] = READY.exec(line) ?? [];
      if (number !== undefined) ready(number);
      return false;
    },
  });
  return { cms, url: `http://127.0.0.1:${await Promise.race([port, death(cms)])}` };
}

async function compareExport(
  url: string,
  token: string,
  { export: noted, platform }: Inventory,
): Promise<void> {
  const response = await fetch(`${url}/api/export`, { headers: { authorization: `Bearer ${token}` } });
  if (!response.ok || !response.body)
    throw new Problem(`The restored CMS answers ${response.status} to the export.`);
  const lines = createInterface({
    input: Readable.fromWeb(response.body as ReadableStream),
    crlfDelay: Infinity,
  });
  const found = await digestExport(lines);
  if (found.sha256 === noted.sha256) return;
  throw new Problem(
    `What is live is not as the backup noted: ${found.lines} lines with the hash ${found.sha256} instead of ${noted.lines} with ${noted.sha256}. (The backup was made by version ${platform.version}, commit ${platform.commit ?? 'unknown'}.)`,
  );
}

async function verifyAudit({ auditHead }: Inventory, env: NodeJS.ProcessEnv, log: string): Promise<void> {
  const noted = auditHead && auditHead.count > 0 ? [`${auditHead.count}:${auditHead.hash}`] : [];
  const file = log.replace(/\.log$/, '-audit.log');
  const verify = launch({
    name: 'the check',
    script: [...verifyScript, ...noted],
    cwd: join(root, 'cms'),
    env,
    log: file,
  });
  if ((await verify.exited) !== 0)
    throw new Problem(`The audit record is not as the backup noted: ${verify.ending()}`);
}
