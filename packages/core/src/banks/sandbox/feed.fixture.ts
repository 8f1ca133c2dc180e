import { createHmac } from 'node:crypto';
import { createServer } from 'node:http';
import { CreditNotice } from '@paygate/contract/credits';
import * as z from 'zod';
import type { Feed } from './credit-notifier.ts';

const Notices = z.object({ credits: z.array(CreditNotice) });
type Notice = z.output<typeof CreditNotice>;
export interface TestFeed extends Feed {
  /** Notices whose signature was right, in order of arrival. */
  readonly notices: readonly Notice[];
  /** The status of every answer from now on. */
  status: number;
  /** Resolves when so many notices have come in all. */
  until(count: number): Promise<void>;
  close(): Promise<void>;
}

/** PayGate's side of the feed, as far as the bank can tell: a real server that checks the signature. */
export const openTestFeed = async (): Promise<TestFeed> => {
  const [id, secret] = ['019aa3f0-7777-7c11-9d6e-3f2b8a6c4d21', 'feed secret'];
  const notices: Notice[] = [];
  let heard: (() => void)[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk)).on('end', () => {
      const raw = Buffer.concat(chunks).toString('utf8');
      const expected = createHmac('sha256', secret).update(`${String(request.headers['x-signature-timestamp'])}.${raw}`).digest('hex');
      const isSigned = request.headers['x-signature'] === expected && request.headers['x-feed-id'] === id;
      if (isSigned) notices.push(...Notices.parse(JSON.parse(raw)).credits);
      response.writeHead(isSigned ? feed.status : 401).end('{}');
      const wake = heard;
      heard = [];
      for (const call of wake) call();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the feed got no port');
  const feed: TestFeed = {
    url: `http://127.0.0.1:${address.port}/api/bank/credits`, id, secret, notices, status: 200,
    until: async (count) => {
      while (notices.length < count) await new Promise<void>((resolve) => heard.push(resolve));
    },
    close: async () => {
      server.close();
      server.closeAllConnections();
    },
  };
  return feed;
};
