import { cpus, totalmem } from 'node:os';
import { type MeasuredPart, type MemoryLook, PARTS, type Phase, together } from './looks.ts';

export interface MemoryRun {
  /** Live entries, half of them in each language. */
  readonly entries: number;
  readonly commit: string;
  /** Bytes that all processes together might take at most; undefined where nothing but the machine limits them. */
  readonly limit: number | undefined;
  readonly phases: readonly Phase[];
  /** At the end of a minute in which nobody asked for anything. */
  readonly idle: MemoryLook;
}

/** Megabytes (10^6) of a process that is worth a name. */
const WORTH = 50;
const megabytes = (bytes: number) => Math.round(bytes / 1e6);

/** The run as Markdown; nothing in it names the machine. */
export function reportOf({ entries, commit, limit, phases, idle }: MemoryRun): string {
  const [first] = phases;
  if (!first) throw new Error('nothing was measured');
  const fullest = phases.reduce(
    (most, phase) => (together(phase.fullest) > together(most.fullest) ? phase : most),
    first,
  );
  const most = (part: MeasuredPart) => megabytes(Math.max(...phases.map(({ parts }) => parts[part])));
  const processes = fullest.fullest.processes.filter(([, bytes]) => megabytes(bytes) >= WORTH);
  const within =
    limit === undefined ? 'no limit but the machine’s' : `a limit of ${(limit / 1e9).toFixed(1)} GB for all`;
  return `# Memory of each part

Written by \`npm run bench -- memory\` on ${new Date().toISOString().slice(0, 10)}, commit ${commit}: the platform in production mode on
PostgreSQL with ${entries} generated live entries, under ${within},
what the system keeps of files included. Node ${process.versions.node}, ${cpus().length} cores, ${Math.round(totalmem() / 2 ** 30)} GiB.

Megabytes (10^6), looked at twice a second: what each process takes of the memory (PSS: what several share is divided among
them), summed over a part and all that it starts. In a row, each number is that part's peak; *all* is the peak of their
sum, which is less than the sum of the peaks.

| while | CMS alone | CMS with its helpers | builder | site | PostgreSQL | all |
| --- | ---: | ---: | ---: | ---: | ---: | ---: |
${phases.map(({ name, cmsAlone, parts, fullest: { parts: all } }) => row(name, cmsAlone, parts, together({ parts: all }))).join('\n')}
${row('**idle, at the end**', idle.cmsAlone, idle.parts, together(idle))}

**At most ${megabytes(together(fullest.fullest))} MB together (${fullest.name}), ${megabytes(together(idle))} MB when idle.** At most ${most('cms')} MB in the CMS with its
helpers (preview, inspection of uploads, backup, rehearsal), ${most('builder')} MB in the builder with what indexes the pages for the
search, ${most('site')} MB in the static server, ${most('postgres')} MB in PostgreSQL. When all took most, it was ${processes.map(([name, bytes]) => `${name} ${megabytes(bytes)}`).join(', ')}.

\`pagefind_extended\` is Pagefind's own process, which holds all pages of one archive of the search index: about 5,000, 6,000 at
most, however many the site has (\`LARGEST\` in \`site/build/pagefind/run-pagefind.ts\`). It runs again when archives are made anew.
`;
}

function row(name: string, alone: number, parts: MemoryLook['parts'], all: number): string {
  const numbers = [alone, ...PARTS.map((part) => parts[part]), all].map(megabytes);
  return `| ${[name, ...numbers].join(' | ')} |`;
}
