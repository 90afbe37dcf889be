import { readSettings, SettingsError, type SiteSettings } from './settings.ts';

/** Prints a line of progress. */
export function say(line: string): void {
  console.log(`${new Date().toISOString()} builder: ${line}`);
}

/** The settings of this process; stops it with a message if one is wrong. */
export function settingsOrStop(): SiteSettings {
  try {
    return readSettings(process.env);
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    return stop(error.message);
  }
}

/** The token that opens the export; stops the process with a message if there is none. */
export function tokenOrStop({ exportToken }: SiteSettings): string {
  return exportToken ?? stop('EXPORT_TOKEN is missing: the secret with which the CMS opens its export.');
}

/** Ends the process with status 1 and one message. */
export function stop(message: string): never {
  console.error(message);
  process.exit(1);
}

/** A signal that is aborted by Ctrl-C or SIGTERM; the process and its children end at once. */
export function endOnSignal(): AbortSignal {
  const controller = new AbortController();
  const statuses = { SIGINT: 130, SIGTERM: 143 } as const;
  for (const [name, status] of Object.entries(statuses)) {
    process.once(name, () => {
      controller.abort(new Error(`Ended by ${name}`));
      process.exit(status);
    });
  }
  return controller.signal;
}
