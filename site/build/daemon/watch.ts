import type { SiteSettings } from '../../kernel/settings.ts';
import type { BuilderState, StateKeeper } from '../../release/builder-state.ts';
import { type Pin, readPin } from '../../release/pin.ts';
import { followPin, liveId, liveManifest } from '../../release/release.ts';
import { fetchRevision } from '../fetch/fetch-export.ts';
import { type BuildReport, readReport, sendReport } from '../report/report.ts';
import { readWithdrawn } from '../withdrawal/withdrawn.ts';

export interface WatchOptions {
  readonly settings: SiteSettings;
  readonly token: string;
  readonly signal: AbortSignal;
  /** A hash of the code that would build now. */
  readonly code: () => Promise<string>;
  /** Builds once and keeps the report. */
  readonly build: () => Promise<BuildReport>;
  /** Notes what was withdrawn, and builds nothing, while an operator holds a release. */
  readonly lookWhilePinned: () => Promise<void>;
  /** Called when an operator begins to hold a release, and with undefined when it is unpinned. */
  readonly onPinned: (pin: Pin | undefined) => void;
  readonly state: StateKeeper;
}

/** Milliseconds. */
const FIRST_PAUSE = 2000;
const LONGEST_PAUSE = 60_000;

/** Milliseconds between the beginnings of two builds while one publish follows the other. */
const PACE = 5500;
/** Milliseconds without a publish after which a burst is over. */
const QUIET = 1000;

/** Milliseconds to leave one state alone after so many attempts at it: 2, 4, 8 … 60 seconds. */
export function pauseAfter(attempts: number): number {
  return Math.min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** (attempts - 1));
}

/**
 * Works towards "live is what is approved". Nothing is queued: each look compares what the CMS holds
 * with what is live and builds when they differ, so nothing can be lost, doubled or replayed.
 */
export class Watch {
  readonly #options: WatchOptions;
  /** The state of CMS and code that was built last, well or not, how often, and until when it rests. */
  #tried = { state: '', times: 0, until: 0 };
  /** When a build last began. */
  #begun = 0;
  /** The newest state of the CMS, and when it was first seen. */
  #newest = { revision: '', at: 0 };
  /** Whether the last build has yet to be reported to the CMS; at the start nobody knows. */
  #unreported = true;
  #report: BuildReport | undefined;
  /** The release that an operator holds. */
  #pinned: string | undefined;

  constructor(options: WatchOptions) {
    this.#options = options;
  }

  /**
   * Compares once, builds if need be, and reports to the CMS. While a release is held, it only looks
   * whether something was withdrawn.
   * @throws HttpError if the CMS cannot be asked; what `lookWhileHeld` throws
   */
  async look(): Promise<void> {
    const { settings, token, signal, build, state, ...options } = this.#options;
    const pin = await this.#lookAtPin();
    const revision = await fetchRevision({ settings, token, signal });
    const code = await options.code();
    const live = await liveManifest(settings.folders);
    const due =
      live?.validUntil !== undefined && Date.parse(live.validUntil) <= Date.now() ? live.validUntil : '';
    const behind = live?.revision !== revision || live.code !== code || due !== '';
    const now = new Date().toISOString();
    await state.note({ behind, ...(!behind && { upToDateAt: now, trouble: undefined }) });
    if (pin) await this.#lookWhilePinned(pin, revision);
    else if (behind && this.#isCalm(revision) && this.#mayTry(`${revision} ${code} ${due}`)) {
      this.#unreported = true;
      this.#begun = Date.now();
      await state.note({ buildingSince: now });
      try {
        this.#report = await build();
        await state.note({ trouble: troubleOf(this.#report) });
      } finally {
        await state.note({ buildingSince: undefined });
        this.#tried.until = Date.now() + pauseAfter(this.#tried.times);
      }
    }
    if (this.#unreported) await this.#sendLastReport();
  }

  /** Lets the CMS know of a build that this watch did not ask for. */
  learn(report: BuildReport): void {
    this.#report = report;
    this.#unreported = true;
  }

  /** Reports to the CMS once more. */
  reportAgain(): void {
    this.#unreported = true;
  }

  async #sendLastReport(): Promise<void> {
    const { settings } = this.#options;
    const report = this.#report ?? (await readReport(settings.folders.report));
    if (report) await sendReport(report, this.#options);
    this.#unreported = false;
  }

  async #lookWhilePinned({ withdrawnUpTo }: Pin, revision: string): Promise<void> {
    const { settings, state, lookWhilePinned } = this.#options;
    if (withdrawnUpTo === revision) {
      if (!(await readWithdrawn(settings.folders))) await state.note({ trouble: undefined });
    } else if (this.#mayTry(revision)) {
      this.#unreported = true;
      await state.note({ buildingSince: new Date().toISOString() });
      try {
        await lookWhilePinned();
      } finally {
        await state.note({ buildingSince: undefined });
        this.#tried.until = Date.now() + pauseAfter(this.#tried.times);
      }
    }
  }

  async #lookAtPin(): Promise<Pin | undefined> {
    const { folders } = this.#options.settings;
    const pin = await readPin(folders);
    if (pin && pin.release !== (await liveId(folders))) {
      await followPin(folders, this.#options.signal);
      return this.#lookAtPin();
    }
    if (pin?.release !== this.#pinned) {
      this.#pinned = pin?.release;
      this.#unreported = true;
      // What was tried before is no reason to wait once it is unpinned.
      this.#tried = { state: '', times: 0, until: 0 };
      this.#begun = 0;
      this.#options.onPinned(pin);
    }
    return pin;
  }

  /** A change alone is built at once; while one follows the other, they wait and go live together. */
  #isCalm(revision: string): boolean {
    const now = Date.now();
    if (revision !== this.#newest.revision) this.#newest = { revision, at: now };
    return now - this.#begun >= PACE || now - this.#newest.at >= QUIET;
  }

  /** A new state is tried at once, the same again only after a pause that grows: a success that does not show is no reason to spin either. */
  #mayTry(state: string): boolean {
    const { state: last, times, until } = this.#tried;
    if (state === last && Date.now() < until) return false;
    this.#tried = { state, times: state === last ? times + 1 : 1, until: 0 };
    return true;
  }
}

function troubleOf({ ok, kind = 'build', finishedAt, build }: BuildReport): BuilderState['trouble'] {
  return ok ? undefined : { kind, at: finishedAt, build };
}
