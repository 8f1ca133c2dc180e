/** How long a test looks for what has to happen: it costs nothing where it happens, and a machine that others use as well may stand still for seconds. */
export const PATIENCE_MS = 30_000;
const PAUSE_MS = 15;

/** Asks again until the answer is there (not undefined, not false), and fails with `what` when patience ends. */
export const until = async <T>(what: string, ask: () => Promise<T | undefined | false>): Promise<T> => {
  const deadline = performance.now() + PATIENCE_MS;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined && answer !== false) return answer;
    if (performance.now() > deadline) throw new Error(`waited ${PATIENCE_MS} ms in vain for: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
};
