import { cpus, totalmem } from 'node:os';

/** One look at the CMS: megabytes (10^6), null where the system does not tell. */
export interface LoadLook {
  /** Since the run began. */
  readonly seconds: number;
  /** The CMS's process alone. */
  readonly resident: number | null;
  /** V8's heap in it, and what of that was in use. */
  readonly heap: number | null;
  readonly used: number | null;
  /** The processes that it started: the preview's. */
  readonly children: number;
  /** Requests answered until then. */
  readonly requests: number;
}

export interface LoadRun {
  readonly editors: number;
  readonly moderators: number;
  /** Seconds that each rests between two actions at most. */
  readonly pause: number;
  readonly looks: readonly LoadLook[];
  /** How often what was done; with its status where it was refused. */
  readonly counts: ReadonlyMap<string, number>;
}

/** Rows of the table at most. */
const ROWS = 20;

/** The run as Markdown; nothing in it names the machine. */
export function reportOf({ editors, moderators, pause, looks, counts }: LoadRun): string {
  const last = looks.at(-1);
  const every = Math.ceil(looks.length / ROWS);
  const shown = looks.filter((look, index) => index % every === 0 || look === last);
  const peak = (of: (look: LoadLook) => number | null) => Math.max(...looks.map((look) => of(look) ?? 0));
  const minutes = (last?.seconds ?? 0) / 60;
  const rate = (last?.requests ?? 0) / (last?.seconds || 1);
  const processor = `${cpus().length} × ${cpus()[0]?.model.trim() ?? 'unknown'}, ${Math.round(totalmem() / 2 ** 30)} GiB`;
  return `# The CMS under load

Written by \`npm run bench -- load\` on ${new Date().toISOString().slice(0, 10)}: ${editors} editors and ${moderators} moderators
at work for ${minutes.toFixed(0)} minutes on SQLite with the sample content, each resting up to ${pause} s between two actions, beside a
reader of the export. ${last?.requests ?? 0} requests, ${rate.toFixed(1)} in a second. Node ${process.versions.node}, ${processor}.

**At most ${peak((look) => look.resident)} MB in the CMS, ${last?.resident} MB at the end;** the preview's process took at most ${peak((look) => look.children)} MB more.

| minute | requests | CMS, MB | V8’s heap, MB | in use, MB | preview, MB |
| ---: | ---: | ---: | ---: | ---: | ---: |
${shown.map((look) => `| ${[(look.seconds / 60).toFixed(1), look.requests, look.resident, look.heap, look.used, look.children].join(' | ')} |`).join('\n')}

What was done: ${[...counts]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, count]) => `${name} ${count}`)
    .join(', ')}.
Refusals (403, 400) are decisions that somebody else took first, and submissions of what had not changed.
`;
}
