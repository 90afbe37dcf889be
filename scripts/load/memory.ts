import { globSync, readFileSync } from 'node:fs';

/** Bytes of a process in memory; null where it is gone. Linux only. */
export function residentOf(pid: number): number | null {
  const kilobytes = /^VmRSS:\s+(\d+)/m.exec(textOf(`/proc/${pid}/status`))?.[1];
  return kilobytes === undefined ? null : Number(kilobytes) * 1024;
}

/** The same for all that it started. */
export function childrenOf(pid: number): number {
  const children = globSync(`/proc/${pid}/task/*/children`).flatMap((file) =>
    textOf(file).split(' ').filter(Boolean).map(Number),
  );
  return children.reduce((sum, child) => sum + (residentOf(child) ?? 0) + childrenOf(child), 0);
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    // It has ended meanwhile.
    return '';
  }
}
