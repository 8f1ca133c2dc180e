import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import { listen } from '../support/listen.ts';

export interface Seen { readonly method: string; readonly url: string; readonly headers: IncomingHttpHeaders; readonly body: string }
export interface Reply { readonly status: number; readonly headers?: Readonly<Record<string, string>>; readonly body: string }

/** The address that integrators know: stands before the product, sees every request, and can play a bad network. */
export interface PublicAddress {
  readonly url: string;
  readonly seen: Seen[];
  /** Where requests go on to. */
  forwardTo(target: string): void;
  /** Answers in the product's place, until undefined. */
  answerWith(reply: ((seen: Seen) => Reply) | undefined): void;
  /** The next requests are carried out, but the connection breaks before their answer. */
  loseAnswers(count: number): void;
}

const ofThisHop = new Set(['host', 'connection', 'content-length', 'content-encoding', 'transfer-encoding']);

const bodyOf = async (chunks: AsyncIterable<Buffer>): Promise<string> => {
  const all: Buffer[] = [];
  for await (const chunk of chunks) all.push(chunk);
  return Buffer.concat(all).toString('utf8');
};

const send = (response: ServerResponse, { status, headers = {}, body }: Reply): void => {
  response.writeHead(status, { 'content-type': 'application/json', ...headers, 'content-length': Buffer.byteLength(body) }).end(body);
};

export const openPublicAddress = async (): Promise<PublicAddress> => {
  const seen: Seen[] = [];
  let target = '';
  let reply: ((seen: Seen) => Reply) | undefined;
  let toLose = 0;
  const forward = async ({ method, url, headers, body }: Seen): Promise<Reply> => {
    const sent = Object.entries(headers).flatMap(([name, value]) => (ofThisHop.has(name) || value === undefined ? [] : [[name, String(value)] as const]));
    const answer = await fetch(`${target}${url}`, { method, headers: Object.fromEntries(sent), redirect: 'manual', ...(body !== '' && { body }) });
    return { status: answer.status, headers: Object.fromEntries([...answer.headers].filter(([name]) => !ofThisHop.has(name))), body: await answer.text() };
  };
  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const one: Seen = { method: request.method ?? '', url: request.url ?? '', headers: request.headers, body: await bodyOf(request) };
    seen.push(one);
    const answer = reply ? reply(one) : await forward(one);
    if (toLose > 0) {
      toLose -= 1;
      request.socket.destroy();
    } else send(response, answer);
  };
  const server = createServer((request, response) => void serve(request, response).catch(() => response.destroy()));
  return {
    url: await listen(server), seen,
    forwardTo: (url) => { target = url; },
    answerWith: (given) => { reply = given; },
    loseAnswers: (count) => { toLose = count; },
  };
};
