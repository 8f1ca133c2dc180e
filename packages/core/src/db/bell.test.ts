import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { createTestDatabase } from '@paygate/test/support/test-database';
import { until } from '@paygate/test/support/until';
import { expect, it } from 'vitest';
import { openBell } from './bell.ts';
import { openDatabase } from './database.ts';

const { url } = await createTestDatabase();

/** Stands before PostgreSQL. Cuts every connection at once, and then, so often as it is told, the one on which somebody begins to listen. */
const openCuttingProxy = async () => {
  const target = new URL(url);
  const clients = new Set<Socket>();
  let toCut = 0;
  const server = createServer((client) => {
    const behind = connect(Number(target.port), target.hostname);
    clients.add(client);
    client.on('close', () => {
      clients.delete(client);
      behind.destroy();
    });
    behind.on('close', () => client.destroy());
    for (const socket of [client, behind]) socket.on('error', () => undefined);
    client.on('data', (bytes) => {
      if (toCut > 0 && bytes.includes('listen ')) {
        toCut -= 1;
        client.destroy();
      } else behind.write(bytes);
    });
    behind.on('data', (bytes) => client.write(bytes));
  });
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  const through = new URL(url);
  through.host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url: through.href,
    cut: (listeners: number) => {
      toCut = listeners;
      for (const client of clients) client.destroy();
    },
    left: () => toCut,
    close: () => new Promise((resolve) => { server.close(resolve); }),
  };
};

it('hears each ring once again after its connection died, also when the next one dies as it begins to listen, and keeps no other', async () => {
  const proxy = await openCuttingProxy();
  const database = await openDatabase({ url: proxy.url, connectionsMax: 4, applicationName: 'bell-test' });
  const bell = await openBell(database, () => {});
  const heard: string[] = [];
  bell.listen('topic', (about) => heard.push(...about));
  proxy.cut(1);
  await until('the next connection to be cut', () => Promise.resolve(proxy.left() === 0));
  let rings = 0;
  await until('a ring to be heard', () => {
    if (heard.length === 0) bell.ring('topic', [`${rings += 1}`]);
    return Promise.resolve(heard.length > 0);
  });
  await until('no other connection to be in use', () => Promise.resolve(database.pool.totalCount - database.pool.idleCount === 1));
  expect(heard).toEqual([...new Set(heard)]);
  await bell.close();
  await database.close();
  await proxy.close();
});
