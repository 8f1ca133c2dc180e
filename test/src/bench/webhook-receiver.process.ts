import { createServer } from 'node:http';

// A merchant's server in a process of its own: `/hang…` answers after ten seconds, everything else at once. Tells its parent, when asked, how many
// requests came since it was last asked and how old their events were.
const HANG_MS = 10_000;
let agesMs: number[] = [];
let received = 0;
const server = createServer((request, response) => {
  const at = request.headers['x-webhook-timestamp'];
  request.resume().on('end', () => {
    if (request.url?.startsWith('/hang')) return void setTimeout(() => response.end('slow'), HANG_MS);
    received += 1;
    if (typeof at === 'string') agesMs.push(Date.now() - Date.parse(at));
    response.end('ok');
  });
});
server.keepAliveTimeout = 60_000;
process.on('message', () => {
  process.send?.({ received, agesMs: agesMs.toSorted((one, other) => one - other) });
  [received, agesMs] = [0, []];
});
process.once('disconnect', () => process.exit());
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  process.send?.({ port: typeof address === 'object' && address !== null ? address.port : 0 });
});
