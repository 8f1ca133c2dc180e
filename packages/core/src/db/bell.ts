import type { Database } from './database.ts';
import { statement } from './statement.ts';

/**
 * A nudge between processes: "there is work" or "this payment changed", so that nobody waits for the next poll. It may be
 * lost; whatever matters is found by polling as well. Rung after the commit and at most once per topic at a time, since a
 * NOTIFY inside a transaction takes a lock that every commit would queue for.
 */
export interface Bell {
  /** `about` names what to look at: ids, without spaces. */
  ring(topic: string, about?: readonly string[]): void;
  /** Calls `hear` for every ring of the topic, also of other processes; rings close together may come as one. Returns the way to stop. */
  listen(topic: string, hear: (about: readonly string[]) => void): () => void;
  close(): Promise<void>;
}

const CHANNEL = 'paygate_bell';
const RETRY_MS = 1_000;
// A notification carries less than 8,000 bytes.
const ABOUT_MAX = 150;
const ringAll = statement('bell.ring', `select pg_notify('${CHANNEL}', payload) from unnest($1::text[]) payload`);

/** "topic id id …", in as many payloads as it takes. */
const payloadsOf = ([topic, about]: readonly [string, ReadonlySet<string>]): readonly string[] => {
  const ids = [...about];
  return Array.from({ length: Math.max(1, Math.ceil(ids.length / ABOUT_MAX)) }, (_, part) => [topic, ...ids.slice(part * ABOUT_MAX, (part + 1) * ABOUT_MAX)].join(' '));
};

export const openBell = async (database: Database, onError: (error: Error) => void): Promise<Bell> => {
  const listeners = new Map<string, Set<(about: readonly string[]) => void>>();
  let ringing = new Map<string, Set<string>>();
  let isSending = false;
  let isClosed = false;
  let hangUp = () => {};

  const connect = async (): Promise<void> => {
    const client = await database.pool.connect();
    let isHeld = true;
    const release = (): void => {
      if (!isHeld) return;
      isHeld = false;
      client.removeAllListeners('notification');
      client.removeListener('error', lose);
      client.release(true);
    };
    // A connection that dies while a statement runs says so twice: to everybody and to the statement.
    const lose = (error: Error): void => {
      if (!isHeld) return;
      release();
      connectAgain(error);
    };
    client.on('error', lose);
    client.on('notification', ({ payload }) => {
      const [topic = '', ...about] = (payload ?? '').split(' ');
      for (const hear of listeners.get(topic) ?? []) hear(about);
    });
    hangUp = release;
    if (isClosed) return release();
    await client.query(`listen ${CHANNEL}`).catch(lose);
  };
  const connectAgain = (error: Error): void => {
    if (isClosed) return;
    onError(error);
    setTimeout(() => void connect().catch(connectAgain), RETRY_MS).unref();
  };
  const send = async (): Promise<void> => {
    isSending = true;
    while (ringing.size > 0 && !isClosed) {
      const payloads = [...ringing].flatMap(payloadsOf);
      ringing = new Map();
      await database.query(ringAll, [payloads]).catch(onError);
    }
    isSending = false;
  };
  await connect();
  return {
    ring: (topic, about = []) => {
      const known = ringing.get(topic) ?? new Set();
      ringing.set(topic, known);
      for (const id of about) known.add(id);
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
