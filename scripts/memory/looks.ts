import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { shareOf, treeOf } from '../../site/bench/process-tree.ts';

/** The parts of a platform, each with all that it starts. */
export const PARTS = ['cms', 'builder', 'site', 'postgres'] as const;
export type MeasuredPart = (typeof PARTS)[number];

/** Bytes at one moment. */
export interface MemoryLook {
  readonly parts: Readonly<Record<MeasuredPart, number>>;
  /** The CMS's own process, without what it started. */
  readonly cmsAlone: number;
  /** By what runs in them, the largest first. */
  readonly processes: readonly (readonly [name: string, bytes: number])[];
}

/** What was seen while something was done. */
export interface Phase {
  readonly name: string;
  /** The peak of each part, not all at one moment. */
  readonly parts: Readonly<Record<MeasuredPart, number>>;
  readonly cmsAlone: number;
  /** The moment at which all parts took most together. */
  readonly fullest: MemoryLook;
}

/** What all parts take together. */
export const together = ({ parts }: Pick<MemoryLook, 'parts'>): number =>
  PARTS.reduce((sum, part) => sum + parts[part], 0);

/** The peaks of some looks. */
export function phaseOf(name: string, looks: readonly MemoryLook[]): Phase {
  const [first] = looks;
  if (!first) throw new Error(`nobody looked during: ${name}`);
  const peak = (of: (look: MemoryLook) => number) => Math.max(...looks.map(of));
  return {
    name,
    parts: {
      cms: peak(({ parts }) => parts.cms),
      builder: peak(({ parts }) => parts.builder),
      site: peak(({ parts }) => parts.site),
      postgres: peak(({ parts }) => parts.postgres),
    },
    cmsAlone: peak(({ cmsAlone }) => cmsAlone),
    fullest: looks.reduce((most, look) => (together(look) > together(most) ? look : most), first),
  };
}

/** Looks at processes and all that they started; Linux only. @param roots by part; the CMS's own first */
export function lookAt(roots: Readonly<Record<MeasuredPart, readonly number[]>>): MemoryLook {
  const byName = new Map<string, number>();
  const sumOf = (part: MeasuredPart) => {
    let sum = 0;
    for (const pid of roots[part].flatMap(treeOf)) {
      const bytes = shareOf(pid);
      sum += bytes;
      const name = nameOf(pid);
      byName.set(name, (byName.get(name) ?? 0) + bytes);
    }
    return sum;
  };
  const parts = {
    cms: sumOf('cms'),
    builder: sumOf('builder'),
    site: sumOf('site'),
    postgres: sumOf('postgres'),
  };
  const [cms] = roots.cms;
  const processes = [...byName].sort(([, a], [, b]) => b - a);
  return { parts, cmsAlone: cms === undefined ? 0 : shareOf(cms), processes };
}

/** The script that runs in a process, or its program. */
function nameOf(pid: number): string {
  try {
    const [program = '', ...words] = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
    const script = words.find((word) => /\.[cm]?[jt]s$/.test(word) && !word.includes('follow-parent'));
    return script === undefined ? basename(program.split(/:? /)[0] ?? '') : basename(script);
  } catch {
    // It has ended meanwhile.
    return '';
  }
}
