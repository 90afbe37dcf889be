// Loaded with --import into every process that the scripts start with an IPC channel: when the parent
// is gone, even by SIGKILL, the channel closes and the process stops instead of keeping its port.

/** Milliseconds between two signs of life, by which the parent sees that it does not hang. */
const SIGN_MS = 2000;
/** Milliseconds that it may take to stop by itself. */
const PATIENCE_MS = 15_000;

if (process.channel) {
  // What this process forks has a channel and a purpose of its own.
  process.execArgv.splice(process.execArgv.indexOf('--import'), 2);
  process.channel.unref();
  const signs = setInterval(() => process.connected && process.send?.('alive'), SIGN_MS).unref();
  process.once('disconnect', () => {
    clearInterval(signs);
    setTimeout(() => process.kill(process.pid, 'SIGKILL'), PATIENCE_MS).unref();
    process.kill(process.pid, 'SIGTERM');
  });
}
