import { spawn } from 'node:child_process';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Core } from '@strapi/strapi';
import { ROLES } from '../../kernel/roles';
import type { Settings } from '../../kernel/settings';
import { inRole, queueMail } from '../mail';
import { dueAlarms, type Told } from './alarms';
import { alarmMail, alarmMailForAll, witnessMail } from './messages';
import { readState } from './state';

/** Milliseconds between two messages to a witness. */
const WITNESS_PAUSE = 20 * 60 * 60 * 1000;

/** How often a backup that fails is tried before people are told: what was in its way has mostly gone then. */
const TRIES = 3;
/** Milliseconds between two tries. */
const RETRY = 20_000;

/**
 * Makes a backup, or rehearses the newest, and tells people how it went where they should know.
 * @param words `--rehearse`, or nothing
 */
export async function backUp(
  strapi: Core.Strapi,
  settings: Settings,
  words: readonly string[],
  signal: AbortSignal,
): Promise<void> {
  for (let tries = 1; !signal.aborted; tries += 1) {
    const status = await runBackup(words, signal);
    if (status === 0 || signal.aborted) break;
    strapi.log.warn(
      `npm run backup ${words.join(' ')} ended with status ${status}; data/backup.json may say why.`,
    );
    if (words.length > 0 || tries === TRIES) break;
    await sleep(RETRY, undefined, { signal }).catch(() => undefined);
  }
  if (!signal.aborted) await settle(strapi, settings, new Date());
}

/** Runs the command to its end; how it went stands in the state. Answers its exit status, null after a signal. */
async function runBackup(words: readonly string[], signal: AbortSignal): Promise<number | null> {
  const root = path.resolve(__dirname, '../../../../..');
  const quiet = '--disable-warning=MODULE_TYPELESS_PACKAGE_JSON';
  const watch = path.join(root, 'scripts/lib/follow-parent.mjs');
  const script = [path.join(root, 'scripts/backup.ts'), '--scheduled', ...words];
  const child = spawn(process.execPath, [quiet, '--import', watch, ...script], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  const stop = () => child.kill('SIGTERM');
  signal.addEventListener('abort', stop);
  try {
    return await new Promise((resolve, reject) => {
      child.once('error', reject);
      child.once('exit', resolve);
    });
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

/** Keeps the state where every instance finds it, and tells people what is due. */
async function settle(
  strapi: Core.Strapi,
  { DATA_DIR, OPERATOR_EMAIL, BACKUP_WITNESS }: Settings,
  now: Date,
): Promise<void> {
  const state = await readState(DATA_DIR);
  const store = strapi.store({ type: 'api', name: 'backup' });
  await strapi.db.transaction(async () => {
    await store.set({ key: 'state', value: state });
    const { alarms, told } = dueAlarms(state, ((await store.get({ key: 'told' })) ?? {}) as Told, now);
    await store.set({ key: 'told', value: told });
    for (const alarm of alarms) {
      for (const { email, language } of await inRole(strapi, [ROLES.superAdmin])) {
        await queueMail(strapi, { to: email, ...alarmMail(alarm, language) });
      }
      if (OPERATOR_EMAIL) await queueMail(strapi, { to: OPERATOR_EMAIL, ...alarmMailForAll(alarm) });
    }
    const { last } = state;
    if (!BACKUP_WITNESS?.startsWith('mailto:') || !last?.auditHead) return;
    const witnessed = ((await store.get({ key: 'witnessed' })) ?? {}) as { at?: string; hash?: string };
    if (witnessed.hash === last.auditHead.hash) return;
    if (witnessed.at !== undefined && now.getTime() - Date.parse(witnessed.at) < WITNESS_PAUSE) return;
    await store.set({ key: 'witnessed', value: { at: now.toISOString(), hash: last.auditHead.hash } });
    await queueMail(strapi, { to: new URL(BACKUP_WITNESS).pathname, ...witnessMail(last) });
  });
}
