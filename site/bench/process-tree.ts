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

/** Bytes of a process and its descendants, what several share divided among them; Linux only. */
function residentOf(root: number): number {
  const parents = new Map<number, number>();
  for (const name of entriesOf('/proc')) {
    const pid = Number(name);
    if (pid) parents.set(pid, Number(/^PPid:\s+(\d+)/m.exec(textOf(`/proc/${pid}/status`))?.[1] ?? 0));
  }
  let sum = 0;
  for (const pid of parents.keys()) {
    let ancestor: number | undefined = pid;
    while (ancestor && ancestor !== root) ancestor = parents.get(ancestor);
    if (ancestor !== root) continue;
    // Kilobytes of 1,024 bytes; https://docs.kernel.org/filesystems/proc.html
    sum += Number(/^Pss:\s+(\d+)/m.exec(textOf(`/proc/${pid}/smaps_rollup`))?.[1] ?? 0) * 1024;
  }
  return sum;
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
