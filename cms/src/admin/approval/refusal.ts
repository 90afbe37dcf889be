/** Why the server did not do something, as far as it says. */
export interface ShownRefusal {
  readonly code?: string;
  readonly values?: Record<string, string | number>;
  readonly text: string;
}

interface Answered {
  readonly status?: unknown;
  readonly message?: unknown;
  readonly details?: { readonly code?: unknown; readonly values?: unknown } | null;
}

/** A refusal that is in the reader's words already. */
export class Refused extends Error {
  readonly status = 400;
}

/**
 * Reads what a request of the admin failed with.
 * @returns 'offline' when no answer came; undefined when the answer says nothing that helps a person
 */
export function refusalIn(error: unknown): ShownRefusal | 'offline' | undefined {
  if (typeof error !== 'object' || error === null) return undefined;
  const { status, message, details } = error as Answered;
  if (status === undefined) return 'offline';
  if (typeof status !== 'number' || status >= 500 || typeof message !== 'string') return undefined;
  const code = typeof details?.code === 'string' ? details.code : undefined;
  return { code, values: details?.values as ShownRefusal['values'], text: message };
}
