import { type ChildProcess, fork } from 'node:child_process';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import type { Core } from '@strapi/strapi';
import {
  type DraftProblem,
  type EntryLine,
  type PreviewAnswer,
  type PreviewOutcome,
  type PreviewQuestion,
  type PreviewReady,
  typeByName,
} from 'content-types';
import { filesOf } from '../../kernel/files/store';
import { getSettings, siteAddress } from '../../kernel/settings';
import { filesIn } from '../publication';

/** Milliseconds after the last question until the process is ended; the next one starts it again. */
const IDLE = 15 * 60 * 1000;
/** Milliseconds that a page may take; the first one builds the site's code. */
const PATIENCE = 120_000;
/** Milliseconds that the check of a draft may take once the site's code is loaded; most take a tenth of one second. */
const CHECK_PATIENCE = 30_000;
/** Milliseconds after which nobody waits any longer for a process that does not get so far. */
const START_PATIENCE = 60_000;
/** What the process may know of this machine's environment. */
const PASSED_ON = ['PATH', 'HOME', 'TMPDIR', 'NODE_OPTIONS', 'CI', 'RENDERER_DIR'];

const running = new WeakMap<Core.Strapi, PreviewProcess>();

/** The process of this CMS. */
export function previewsOf(strapi: Core.Strapi): PreviewProcess {
  const previews = running.get(strapi) ?? new PreviewProcess(strapi);
  running.set(strapi, previews);
  return previews;
}

/** The process that renders drafts with the site's own templates: started when it is needed first. */
export class PreviewProcess {
  readonly #strapi: Core.Strapi;
  #child: ChildProcess | undefined;
  #idle: NodeJS.Timeout | undefined;
  #questions = 0;
  /** Whether the running process has loaded the site's code. */
  #ready = false;
  readonly #waiting = new Map<number, (outcome: PreviewOutcome) => void>();

  /** It ends with the CMS. */
  constructor(strapi: Core.Strapi) {
    this.#strapi = strapi;
    strapi.server.httpServer.on('close', () => this.#stop());
  }

  /** Starts it unless it runs, so that it is ready when it is asked. */
  start(): void {
    clearTimeout(this.#idle);
    this.#idle = setTimeout(() => this.#stop(), IDLE).unref();
    if (this.#child) return;
    const child = this.#fork();
    this.#child = child;
    child.unref();
    child.channel?.unref();
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => this.#strapi.log.info(text.trim()));
    }
    child.on('message', (message: PreviewAnswer | PreviewReady) => {
      if ('ready' in message) this.#ready = true;
      else this.#settle(message.id, message);
    });
    child.once('error', (error) => this.#ended(child, error.message));
    child.once('exit', (code, signal) => this.#ended(child, `the process ended (${signal ?? code})`));
  }

  /** Renders a draft. Never rejects. */
  render(draft: EntryLine): Promise<PreviewOutcome> {
    return this.#ask({ draft, ask: 'page' }, PATIENCE);
  }

  /**
   * Asks what the site would be built without a draft for. Never rejects. By a draft at which the process ends
   * or hangs twice the builder would too: that is a problem of the draft. What fails otherwise is none.
   */
  async check(draft: EntryLine): Promise<Extract<PreviewOutcome, { outcome: 'checked' | 'failed' }>> {
    let reason = 'no answer';
    for (let tries = 0; tries < 2; tries += 1) {
      const patience = this.#ready ? CHECK_PATIENCE : START_PATIENCE;
      const outcome = await this.#ask({ draft, ask: 'check' }, patience);
      if (outcome.outcome === 'checked') return outcome;
      reason = outcome.outcome === 'failed' ? outcome.reason : outcome.outcome;
      if (outcome.outcome !== 'failed' || !outcome.broken) return { outcome: 'failed', reason };
    }
    return { outcome: 'checked', problems: [unmakeable(reason)] };
  }

  #ask(question: Omit<PreviewQuestion, 'id'>, patience: number): Promise<PreviewOutcome> {
    this.start();
    this.#questions += 1;
    const id = this.#questions;
    return new Promise((resolve) => {
      const late = () => {
        const broken = this.#ready;
        this.#settle(id, { outcome: 'failed', reason: 'no answer', broken });
        // Whatever it is busy with, it answers nobody; one that still loads the code goes on with that.
        if (broken && question.ask === 'check') this.#child?.kill('SIGKILL');
      };
      const timer = setTimeout(late, patience).unref();
      this.#waiting.set(id, (outcome) => {
        clearTimeout(timer);
        resolve(outcome);
      });
      filesOf(this.#strapi)
        .bring(filesIn(typeByName(question.draft.type)?.fields ?? {}, question.draft.fields))
        // What is not there is a problem of the draft, which the process names.
        .catch((error: Error) => this.#strapi.log.error(`Files of a draft: ${error.message}`))
        .then(() => this.#child?.send({ id, ...question } satisfies PreviewQuestion));
    });
  }

  #stop(): void {
    clearTimeout(this.#idle);
    this.#child?.kill();
  }

  #fork(): ChildProcess {
    const { CMS_PORT, DATA_DIR, EXPORT_TOKEN } = getSettings();
    const { server, dirs } = this.#strapi;
    // In tests the port is chosen by the system.
    const port = (server.httpServer.address() as AddressInfo | null)?.port ?? CMS_PORT;
    const passedOn = PASSED_ON.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : []));
    return fork(path.resolve(dirs.app.root, '../site/build/preview/preview.ts'), {
      env: {
        ...Object.fromEntries(passedOn),
        NODE_ENV: 'production',
        TZ: 'UTC',
        DATA_DIR,
        EXPORT_TOKEN,
        SITE_URL: siteAddress(),
        CMS_URL: `http://127.0.0.1:${port}`,
        MEDIA_DIR: filesOf(this.#strapi).folder,
        CACHE_DIR: path.join(DATA_DIR, 'cache'),
      },
      execArgv: [],
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
  }

  #settle(id: number, outcome: PreviewOutcome): void {
    this.#waiting.get(id)?.(outcome);
    this.#waiting.delete(id);
  }

  #ended(child: ChildProcess, reason: string): void {
    if (this.#child === child) this.#child = undefined;
    const broken = this.#ready;
    this.#ready = false;
    for (const id of [...this.#waiting.keys()]) this.#settle(id, { outcome: 'failed', reason, broken });
  }
}

function unmakeable(reason: string): DraftProblem {
  const about = `its page cannot be made (${reason})`;
  return { code: 'page-fails', field: 'page', about, problem: about };
}
