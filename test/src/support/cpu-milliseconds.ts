/** What the work costs this thread: a busy machine makes it wait, and hardly makes it dearer. */
export const cpuMillisecondsOf = (work: () => unknown): number => {
  const before = process.threadCpuUsage();
  work();
  const { user, system } = process.threadCpuUsage(before);
  return (user + system) / 1_000;
};
