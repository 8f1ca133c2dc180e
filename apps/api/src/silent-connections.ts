import type { Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';

/**
 * Ends connections on which nobody has asked anything yet when the server stops. Browsers and clients open them ahead of need, Node takes them
 * for busy ones, and the stop would wait for them until it is cut off.
 */
export const endSilentConnections = (app: FastifyInstance): void => {
  const silent = new Set<Socket>();
  let isStopping = false;
  app.server.on('connection', (socket: Socket) => {
    if (isStopping) return void socket.destroy();
    silent.add(socket);
    socket.once('close', () => silent.delete(socket));
  });
  app.server.on('request', ({ socket }) => silent.delete(socket));
  app.addHook('preClose', async () => {
    isStopping = true;
    for (const socket of silent) socket.destroy();
  });
};
