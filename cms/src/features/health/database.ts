import { setTimeout as sleep } from 'node:timers/promises';
import type { Core } from '@strapi/strapi';

/** Milliseconds that the database may take to answer. */
const PATIENCE = 5000;

const asked = new WeakMap<Core.Strapi, Promise<boolean>>();

/**
 * Whether the database answers, which takes five seconds at most to find out. It is asked once at a time, however
 * many want to know: who asks for the CMS's health need not have signed in.
 */
export async function databaseAnswers(strapi: Core.Strapi): Promise<boolean> {
  const asking = asked.get(strapi) ?? ask(strapi).finally(() => asked.delete(strapi));
  asked.set(strapi, asking);
  return Promise.race([asking, sleep(PATIENCE, false, { ref: false })]);
}

async function ask({ db }: Core.Strapi): Promise<boolean> {
  // One that hangs gives its connection up: it would be silent for as long as TCP allows.
  const query = db.connection('job_leases').select('name').limit(1).timeout(PATIENCE);
  return query.then(
    () => true,
    () => false,
  );
}
