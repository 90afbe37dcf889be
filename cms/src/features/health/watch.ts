import { mkdir, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Core } from '@strapi/strapi';
import { whenServing } from '../../kernel/http/when-serving';
import type { Settings } from '../../kernel/settings';
import { followState } from '../backup';
import { type MailHealth, mailQueue } from '../mail';
import { databaseAnswers } from './database';

/** Milliseconds between two looks. */
const INTERVAL = 5000;

/** How the CMS is doing, as it notes it in `DATA_DIR/cms-health.json` for `/healthz`. Times are ISO 8601 in UTC. */
interface CmsHealth {
  /** Its last sign of life. */
  readonly at: string;
  /** When it began to answer. */
  readonly since: string;
  /** Whether its database answers, and since when it does or does not. */
  readonly database: { readonly ok: boolean; readonly since: string };
  /** What waits to be sent; null while the database does not say. */
  readonly mail: MailHealth | null;
}

/** Notes every few seconds how the CMS and what it depends on are doing, where the static server reads it. */
export function watchHealth(strapi: Core.Strapi, { DATA_DIR }: Settings): void {
  const since = new Date().toISOString();
  let database: CmsHealth['database'] | undefined;
  const look = async () => {
    const ok = await databaseAnswers(strapi);
    const at = new Date().toISOString();
    if (database?.ok !== ok) {
      if (database)
        strapi.log[ok ? 'info' : 'error'](`The database ${ok ? 'answers again' : 'does not answer'}.`);
      database = { ok, since: at };
    }
    if (ok) await followState(strapi, DATA_DIR).catch(() => undefined);
    const mail = ok ? await mailQueue(strapi).catch(() => null) : null;
    await write(path.join(DATA_DIR, 'cms-health.json'), { at, since, database, mail });
  };
  whenServing(strapi, () => {
    let timer: NodeJS.Timeout;
    let ended = false;
    const again = () => {
      // A disk that is full must not stop the looks.
      look()
        .catch(() => undefined)
        .then(() => {
          if (!ended) timer = setTimeout(again, INTERVAL).unref();
        });
    };
    again();
    strapi.server.httpServer.once('close', () => {
      ended = true;
      clearTimeout(timer);
    });
  });
}

async function write(file: string, health: CmsHealth): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true });
  // Several instances may share the folder.
  const own = `${file}.${process.pid}`;
  await writeFile(own, `${JSON.stringify(health)}\n`, { mode: 0o600 });
  await rename(own, file);
}
