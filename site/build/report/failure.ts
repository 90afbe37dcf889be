import { HttpError } from '../../kernel/http.ts';
import type { FailureKind } from '../../release/failure-kinds.ts';
import { Overtaken } from '../../release/release.ts';
import { DoubtfulExport } from '../fetch/refuse-doubtful.ts';

const CODES: Readonly<Record<string, FailureKind>> = {
  ENOSPC: 'disk-full',
  EDQUOT: 'disk-full',
  EROFS: 'not-writable',
  EACCES: 'not-writable',
  EPERM: 'not-writable',
};
/** SQLite's names for the same, with which the lock's file fails; https://sqlite.org/rescode.html */
const SQLITE: Readonly<Record<number, FailureKind>> = {
  8: 'not-writable',
  13: 'disk-full',
  14: 'not-writable',
};

/** What kind of failure an error is. A disk that is full shows in many places and is looked for in the error's causes. */
export function kindOf(error: unknown): FailureKind {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    const { code, errcode } = cause as Error & { code?: string; errcode?: number };
    const kind = CODES[code ?? ''] ?? (errcode === undefined ? undefined : SQLITE[errcode & 0xff]);
    if (kind) return kind;
    // Astro runs in a process of its own: only its words arrive.
    const [said] = /\b(ENOSPC|EDQUOT|EROFS)\b/.exec(cause.message) ?? [];
    if (said && CODES[said]) return CODES[said];
  }
  if (error instanceof DoubtfulExport) return 'export-doubtful';
  // By its name: the class comes with the whole content model, which a rollback must not need.
  if (error instanceof Error && error.name === 'ExportError') return 'export-broken';
  if (error instanceof Overtaken) return 'overtaken';
  if (error instanceof HttpError) return error.status === 401 ? 'cms-refuses' : 'cms-away';
  return 'build';
}

/** The path that could not be written, as an error of the file system or its words name it. */
function refusedPath(error: unknown): string | undefined {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    const { path } = cause as NodeJS.ErrnoException;
    const [, said] = /\b(?:EROFS|EACCES|EPERM)\b[^\n]*?'([^'\n]+)'/.exec(cause.message) ?? [];
    if (path ?? said) return path ?? said;
  }
  return undefined;
}

/**
 * Why something did not work and what to do about it, for people.
 * @param dataDir the data folder, to be named where its disk is the reason, or nothing says which path is
 */
export function explain(error: unknown, dataDir: string): string {
  const said = error instanceof Error ? error.message : String(error);
  const sentence = /[.!?]$|rebuild -- --[\w-]+$/.test(said) ? said : `${said}.`;
  switch (kindOf(error)) {
    case 'disk-full':
      return `The disk of ${dataDir} is full: free some space on it. (${said})`;
    case 'not-writable':
      return `${refusedPath(error) ?? dataDir} cannot be written to: make it writable for this user. (${said})`;
    case 'cms-refuses':
      return `The CMS refuses EXPORT_TOKEN (${said}).`;
    case 'cms-away':
      return error instanceof HttpError && !error.status ? `The CMS does not answer (${said}).` : sentence;
    default:
      return sentence;
  }
}
