import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * Runs `work` while holding a lock file, so that two commands in one folder do not install or build
 * at the same time. The lock of a process that died is taken over.
 * @template T
 * @param {string} file the lock; holds the process id of its owner and when that process began
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withLock(file, work) {
  mkdirSync(dirname(file), { recursive: true });
  let told = false;
  while (!take(file)) {
    const [owner = '', began = ''] = read(file).split(' ');
    if (!alive(Number(owner), began)) {
      rmSync(file, { force: true });
    } else {
      if (!told) console.log(`Waiting for another set-up in this folder (process ${owner}, ${file}) …`);
      told = true;
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
  }
  const release = () => rmSync(file, { force: true });
  process.once('exit', release);
  try {
    return await work();
  } finally {
    process.off('exit', release);
    release();
  }
}

/** @param {string} file */
function take(file) {
  // Written beside it and linked: a lock is never there without its owner.
  const own = `${file}.${process.pid}`;
  writeFileSync(own, `${process.pid} ${beginOf(process.pid)}`);
  try {
    linkSync(own, file);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(own, { force: true });
  }
}

/** @param {string} file */
function read(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

/**
 * Whether the process runs that wrote a lock, and not another one that was given the same id later.
 * @param {number} pid
 * @param {string} began
 */
function alive(pid, began) {
  if (!(pid > 0)) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    // EPERM: it runs, as another user.
    if (!(error instanceof Error && 'code' in error && error.code === 'EPERM')) return false;
  }
  return began === '' || began === beginOf(pid);
}

/**
 * When a process began, in a form that no other process of this id has; empty where the system does not tell.
 * @param {number} pid
 */
function beginOf(pid) {
  // The 22nd field, counted after the name, which may hold anything; https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html
  const ticks = read(`/proc/${pid}/stat`).split(') ').at(-1)?.split(' ')[19] ?? '';
  return ticks && `${read('/proc/sys/kernel/random/boot_id').trim()}:${ticks}`;
}
