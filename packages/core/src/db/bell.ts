import type { Database } from './database.ts';
import { statement } from './statement.ts';

/**
 * A nudge between processes: "there is work" or "this payment changed", so that nobody waits for the next poll. It may be
 * lost; whatever matters is found by polling as well. Rung after the commit and at most once per topic at a time, since a
 * NOTIFY inside a transaction takes a lock that every commit would queue for.
 */
export interface Bell {
  ring(topic: string): void;
  /** Calls `hear` for every ring of the topic, also of other processes. Returns the way to stop. */
  listen(topic: string, hear: () => void): () => void;
  close(): Promise<void>;
}

const CHANNEL = 'paygate_bell';
const RETRY_MS = 1_000;
const ringAll = statement('bell.ring', `select pg_notify('${CHANNEL}', topic) from unnest($1::text[]) topic`);

export const openBell = async (database: Database, onError: (error: Error) => void): Promise<Bell> => {
  const listeners = new Map<string, Set<() => void>>();
  let ringing = new Set<string>();
  let isSending = false;
  let isClosed = false;
  let hangUp = () => {};

  const connect = async (): Promise<void> => {
    const client = await database.pool.connect();
    const lost = (error?: Error) => {
      hangUp();
      if (isClosed) return;
      if (error) onError(error);
      setTimeout(() => void connect().catch(lost), RETRY_MS).unref();
    };
    client.once('error', lost);
    client.on('notification', ({ payload }) => {
      for (const hear of listeners.get(payload ?? '') ?? []) hear();
    });
    hangUp = () => {
      client.removeAllListeners('notification');
      client.removeListener('error', lost);
      hangUp = () => {};
      client.release(true);
    };
    await client.query(`listen ${CHANNEL}`);
  };
  const send = async (): Promise<void> => {
    isSending = true;
    while (ringing.size > 0 && !isClosed) {
      const topics = [...ringing];
      ringing = new Set();
      await database.query(ringAll, [topics]).catch(onError);
    }
    isSending = false;
  };
  await connect();
  return {
    ring: (topic) => {
      ringing.add(topic);
      if (!isSending) void send();
    },
    listen: (topic, hear) => {
      const heard = listeners.get(topic) ?? new Set();
      listeners.set(topic, heard.add(hear));
      return () => {
        heard.delete(hear);
        if (heard.size === 0) listeners.delete(topic);
      };
    },
    close: async () => {
      isClosed = true;
      hangUp();
    },
  };
};
