import { execFile } from 'node:child_process';

/** Where systemd listens; kept from what is started from here. */
const { NOTIFY_SOCKET } = process.env;
delete process.env.NOTIFY_SOCKET;
delete process.env.WATCHDOG_USEC;
delete process.env.WATCHDOG_PID;

/**
 * Gives systemd a sign of life, where it looks after this process and wants one (`WatchdogSec=`). By its own program,
 * since Node cannot write to its kind of socket. https://www.freedesktop.org/software/systemd/man/latest/sd_notify.html
 */
export function notifyAlive(): void {
  if (NOTIFY_SOCKET === undefined) return;
  const env = { ...process.env, NOTIFY_SOCKET };
  // One that is lost is followed by another.
  execFile('systemd-notify', ['WATCHDOG=1'], { env }, () => undefined);
}

/** For a program that takes this process's place. */
export const notifySocket: NodeJS.ProcessEnv = NOTIFY_SOCKET === undefined ? {} : { NOTIFY_SOCKET };
