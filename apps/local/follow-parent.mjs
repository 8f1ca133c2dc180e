// Loaded before the program: when the process that started it is gone, even by kill -9, the program is asked to stop,
// so nothing keeps running unseen and holds the port. The channel itself never keeps the program alive.
if (process.connected) {
  process.on('disconnect', () => process.kill(process.pid, 'SIGTERM'));
  process.channel?.unref();
}
