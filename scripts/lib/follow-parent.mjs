// Loaded with --import into every process that the scripts start with an IPC channel: when the parent
// is gone, even by SIGKILL, the channel closes and the process stops instead of keeping its port.
if (process.channel) {
  process.channel.unref();
  process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'));
}
