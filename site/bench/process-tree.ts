import { readdirSync, readFileSync } from 'node:fs';

/** Milliseconds between two looks. */
const INTERVAL = 200;

/** Watches how much memory a process and all that it started take together. */
export class MemoryWatch {
  readonly #root: number;
  readonly #timer: NodeJS.Timeout;
  #peak = 0;

  constructor(root: number) {
    this.#root = root;
    this.#timer = setInterval(() => {
      this.#peak = Math.max(this.#peak, residentOf(this.#root));
    }, INTERVAL);
  }

  /** Megabytes (10^6) at the peak since the last call; 0 where the system does not tell. */
  take(): number {
    const peak = Math.round(this.#peak / 1e6);
    this.#peak = 0;
    return peak;
  }

  stop(): void {
    clearInterval(this.#timer);
  }
}

/** Bytes of a process and its descendants; Linux only. */
function residentOf(root: number): number {
  return treeOf(root).reduce((sum, pid) => sum + shareOf(pid), 0);
}

/** A process and its descendants; Linux only. */
export function treeOf(root: number): number[] {
  const parents = new Map<number, number>();
  for (const name of entriesOf('/proc')) {
    const pid = Number(name);
    if (pid) parents.set(pid, Number(/^PPid:\s+(\d+)/m.exec(textOf(`/proc/${pid}/status`))?.[1] ?? 0));
  }
  return [...parents.keys()].filter((pid) => {
    let ancestor: number | undefined = pid;
    while (ancestor && ancestor !== root) ancestor = parents.get(ancestor);
    return ancestor === root;
  });
}

/** Bytes of a process in memory, what several share divided among them; 0 where it is gone. */
export function shareOf(pid: number): number {
  // Kilobytes of 1,024 bytes; https://docs.kernel.org/filesystems/proc.html
  return Number(/^Pss:\s+(\d+)/m.exec(textOf(`/proc/${pid}/smaps_rollup`))?.[1] ?? 0) * 1024;
}

function entriesOf(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    // It has ended meanwhile.
    return '';
  }
}
