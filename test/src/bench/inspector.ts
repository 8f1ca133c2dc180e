const MIB = 1_048_576;
const TRIES = 100;
const TRY_MS = 50;

/** A look into a running Node process, by its own debugger. */
export interface Inspector {
  /** The heap in MiB after everything that nobody refers to was collected. */
  heapMebibytes(): Promise<number>;
  close(): void;
}

interface Reply { readonly id?: number; readonly result?: { readonly usedSize?: number } }

/** Wakes the debugger of a process that was started with `--inspect-port=<port>`. */
export const openInspector = async (pid: number, port: number): Promise<Inspector> => {
  process.kill(pid, 'SIGUSR1');
  const socket = new WebSocket(await addressOf(port));
  await new Promise((resolve, reject) => {
    socket.addEventListener('open', resolve);
    socket.addEventListener('error', () => reject(new Error('the debugger does not answer')));
  });
  let asked = 0;
  const waiting = new Map<number, (reply: Reply) => void>();
  socket.addEventListener('message', ({ data }) => {
    const reply: Reply = JSON.parse(String(data));
    if (reply.id !== undefined) waiting.get(reply.id)?.(reply);
  });
  const ask = (method: string): Promise<Reply> => new Promise((resolve) => {
    waiting.set((asked += 1), resolve);
    socket.send(JSON.stringify({ id: asked, method }));
  });
  return {
    heapMebibytes: async () => {
      await ask('HeapProfiler.collectGarbage');
      return ((await ask('Runtime.getHeapUsage')).result?.usedSize ?? Number.NaN) / MIB;
    },
    close: () => socket.close(),
  };
};

const addressOf = async (port: number): Promise<string> => {
  for (let tried = 0; tried < TRIES; tried += 1) {
    const response = await fetch(`http://127.0.0.1:${port}/json`).catch(() => undefined);
    if (response) {
      const [target]: readonly { readonly webSocketDebuggerUrl: string }[] = JSON.parse(await response.text());
      if (target) return target.webSocketDebuggerUrl;
    }
    await new Promise((resolve) => setTimeout(resolve, TRY_MS));
  }
  throw new Error('the debugger did not start');
};
