// Loaded with --import into every process that the scripts start with an IPC channel: when the parent
// is gone, even by SIGKILL, the channel closes and the process stops instead of keeping its port.
if (process.channel) {
  // What this process forks has a channel and a purpose of its own.
  process.execArgv.splice(process.execArgv.indexOf('--import'), 2);
  process.channel.unref();
  process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'));
}
